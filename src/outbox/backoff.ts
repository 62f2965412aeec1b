/** The first wait, and the longest: some servers defer an unknown sender for a few minutes. */
const FIRST = 90_000
const LONGEST = 4 * 3_600_000

/**
 * Milliseconds to wait after the try number `attempts` (1 is the first): about 1 to 2 minutes,
 * doubling to 4 hours. A short `giveUpAfter` shortens them, so that there are always a handful of
 * tries. `random` in [0, 1) spreads mails that failed together.
 */
export function waitAfter(attempts: number, giveUpAfter: number, random: number): number {
  return Math.round(plainWait(attempts, giveUpAfter) * (2 / 3 + random * (2 / 3)))
}

/** The longest that `waitAfter` ever says, in milliseconds. */
export function longestWait(giveUpAfter: number): number {
  return waitAfter(Number.MAX_SAFE_INTEGER, giveUpAfter, 1)
}

/**
 * True when a mail that was tried so often has waited for `giveUpAfter`. Counted by its tries and
 * not by the clock: time in which nobody tried is not held against it.
 */
export function isOver(attempts: number, giveUpAfter: number): boolean {
  let waited = 0
  for (let i = 1; i < attempts; i++) waited += plainWait(i, giveUpAfter)
  return waited >= giveUpAfter
}

function plainWait(attempts: number, giveUpAfter: number): number {
  const first = Math.min(FIRST, giveUpAfter / 100)
  const longest = Math.min(LONGEST, giveUpAfter / 10)
  return Math.min(first * 2 ** Math.min(attempts - 1, 30), longest)
}

/** What made an SMTP account unusable: it cannot be reached, or it refuses us. */
export type AccountTrouble = 'unreachable' | 'refused'

/** Asking a dead server is cheap; wrong passwords, sent often, lock an account. */
const ACCOUNT_WAITS: Record<AccountTrouble, { first: number; longest: number }> = {
  unreachable: { first: 1000, longest: 60_000 },
  refused: { first: 60_000, longest: 3_600_000 },
}

/** Milliseconds that an account waits after `failures` failures in a row (1 is the first). */
export function accountWait(trouble: AccountTrouble, failures: number, random: number): number {
  const { first, longest } = ACCOUNT_WAITS[trouble]
  const plain = Math.min(first * 2 ** Math.min(failures - 1, 30), longest)
  return Math.round(plain * (2 / 3 + random * (2 / 3)))
}

/** What a mail server of a domain was asked, and how it answered. */
interface DomainAnswer {
  stage: 'sender' | 'recipient' | 'content'
  code: number | null
  words: string
}

/**
 * True for an answer that any other mail to the same domain would get too: not now. Not what
 * is about one mailbox (RFC 3463: 4.1.x, 4.2.x, a full one for example), nor what our own
 * server says of the sender.
 */
export function isAboutDomain({ stage, code, words }: DomainAnswer): boolean {
  if (code === null || code < 400 || code > 499 || stage === 'sender') return false
  if (/^\d{3}[ -]4\.[12]\./.test(words)) return false
  return stage === 'recipient' || code === 421
}

/** One mail may be unlucky; so many in a row are the domain's own trouble. */
const IN_A_ROW = 3
/** A domain that works again is noticed after half an hour at most. */
const LONGEST_OF_DOMAIN = 1_800_000

/**
 * Milliseconds that all mails to a domain wait after so many of them were put off in a row; 0 while
 * that may be chance. A short `giveUpAfter` shortens it as it does the waits of a mail.
 */
export function domainWait(failures: number, giveUpAfter: number, random: number): number {
  if (failures < IN_A_ROW) return 0
  return Math.min(waitAfter(failures - IN_A_ROW + 1, giveUpAfter, random), LONGEST_OF_DOMAIN)
}
