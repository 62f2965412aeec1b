import { isAddress } from '../config/values.ts'

/**
 * What a directory says about a user; nothing of it is ever changed here. Lacking fields are empty.
 */
export const SYNCED_FIELDS = [
  'firstName',
  'lastName',
  'email',
  'phone',
  'fax',
  'trunkGroup',
  'trunkRange',
  'mailboxAddress',
  'deliverAs',
] as const
export type SyncedField = (typeof SYNCED_FIELDS)[number]

/** How a mailbox sends its recordings on: attached as WAV, or not at all. */
export type DeliverAs = 'wav' | 'none'

export interface SyncedUser extends Record<Exclude<SyncedField, 'deliverAs'>, string> {
  /** What the directory knows the user by, however name and address change. */
  key: string
  deliverAs: DeliverAs
}

/** A user with the reason why it cannot be synced; null: it can. */
export interface JudgedUser {
  user: SyncedUser
  reason: string | null
}

/**
 * Addresses that can be no user's of an account: the desk's own, and those of who answers there.
 */
export interface DeskAddresses {
  own: readonly string[]
  agents: readonly string[]
}

/** Judges the users of one account together: an address counts only for one of them. */
export function judgeUsers(users: readonly SyncedUser[], desk: DeskAddresses): JudgedUser[] {
  const uses = new Map<string, number>()
  for (const { email } of users) uses.set(email, (uses.get(email) ?? 0) + 1)
  return users.map((user) => ({
    user,
    reason: whyNotEligible(user, uses.get(user.email) ?? 1, desk),
  }))
}

/** Everything that keeps a user from being synced, as one sentence; null when nothing does. */
function whyNotEligible(user: SyncedUser, uses: number, desk: DeskAddresses): string | null {
  const reasons = [addressFault(user.email, uses, desk), numberFault(user)]
  return reasons.filter((reason) => reason !== null).join('; ') || null
}

function addressFault(email: string, uses: number, { own, agents }: DeskAddresses): string | null {
  if (email === '') return 'no mail address'
  if (!isAddress(email)) return `the address "${email}" is not valid`
  if (own.includes(email)) return `the address ${email} is one of the desk itself`
  if (agents.includes(email)) return `the address ${email} is that of an agent of the desk`
  return uses > 1 ? `the address ${email} is used by ${uses} users` : null
}

/** A number that can be dialled from outside: an extension of three or four digits is none. */
function numberFault({ phone, trunkGroup, trunkRange }: SyncedUser): string | null {
  if (isDirectNumber(phone)) return null
  if (trunkGroup !== '' && trunkRange !== '') return null
  const said = phone === '' ? 'no direct number' : `"${phone}" is no direct number`
  return trunkGroup === ''
    ? `${said} and no trunk group with a range of direct numbers`
    : `${said} and the trunk group ${trunkGroup} has no range of direct numbers`
}

function isDirectNumber(phone: string): boolean {
  return /^[+\d][\d\s()./-]*( ?(x|ext\.?) ?\d+)?$/i.test(phone) && digitsOf(phone) >= 5
}

function digitsOf(text: string): number {
  return text.replace(/( ?(x|ext\.?) ?\d+)$/i, '').replace(/\D/g, '').length
}

/** What a push changes: users that are new, users that differ, keys of users that are gone. */
export interface Diff {
  added: JudgedUser[]
  changed: JudgedUser[]
  removed: string[]
}

/** All that is kept of a user in one text without line ends; equal texts need no writing. */
export function printOf({ user, reason }: JudgedUser): string {
  return [...SYNCED_FIELDS.map((field) => user[field]), reason ?? ''].join('\t')
}

/**
 * What turns the users before (key and print of each) into those after. Those before come in
 * parts: they are too many to be held at once. Users whose lines could not be read are
 * `spared`: they are not gone.
 */
export function beginDiff(after: readonly JudgedUser[], spared: ReadonlySet<string>) {
  const unseen = new Map(after.map((judged) => [judged.user.key, judged]))
  const changed: JudgedUser[] = []
  const removed: string[] = []
  return {
    compare(part: Iterable<readonly [key: string, print: string]>): void {
      for (const [key, print] of part) {
        const judged = unseen.get(key)
        if (judged && printOf(judged) !== print) changed.push(judged)
        if (!judged && !spared.has(key)) removed.push(key)
        unseen.delete(key)
      }
    },
    /** Whom nobody was compared with is new. */
    end: (): Diff => ({ added: [...unseen.values()], changed, removed }),
  }
}

/**
 * True where so many users go at once that a person should be asked: half a file looks like that.
 */
export function disablesTooMany(removed: number, before: number, share: number): boolean {
  return removed > before * share
}
