/** Mails of one mailbox in a row that were not believed, without a proven one between them. */
export interface Streak {
  mails: number
  /** Domains that they name, as many as are needed. */
  domains: string[]
  /** Whether the administrators know. */
  told: boolean
  /** Those of them that wait for a person, by their numbers in the ledger. */
  held: number[]
}

export const NO_STREAK: Streak = { mails: 0, domains: [], told: false, held: [] }

/** An attacker would have to know people of so many organisations. */
const ENOUGH = { mails: 20, domains: 3 }

/** Whether everything of the mailbox fails: a mail host that is misconfigured, not an attack. */
export function isEverything({ mails, domains }: Streak): boolean {
  return mails >= ENOUGH.mails && domains.length >= ENOUGH.domains
}

/** The streak with one mail more. */
export function longer(streak: Streak, domain: string): Streak {
  const { mails, domains } = streak
  const enough = domains.length >= ENOUGH.domains || domains.includes(domain)
  return { ...streak, mails: mails + 1, domains: enough ? domains : [...domains, domain] }
}
