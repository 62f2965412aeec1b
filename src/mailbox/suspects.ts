import type { Failure } from '../errors.ts'

/**
 * What earlier connections could not fetch. One mail that breaks its fetch (an unreadable file, a
 * server that falls over it) must cost itself only: the batch that failed is read again one by one,
 * which finds it, and after enough attempts it is passed by. Where the server gives no other mail
 * either, it is the server's trouble, and waited out.
 */
export interface Suspects {
  /** UIDs up to this one are fetched alone. */
  aloneUpTo: number
  /** Failures of mails that were fetched alone, by UID. */
  failures: Map<number, Failures>
}

interface Failures {
  refused: number
  lost: number
  because: string
  /** Another mail was given since it was found suspect. */
  othersGiven: boolean
  /** And then it failed again. */
  isProven: boolean
}

/** The server says no: it will not say yes later. */
const MOST_REFUSED = 3
/**
 * A lost connection may be the network's doing: more patience (a minute with the delays between).
 */
const MOST_LOST = 6
/** Where there is no other mail to compare it with: some hours, with the delays between. */
const MOST_ALONE = 50

export function noSuspects(): Suspects {
  return { aloneUpTo: 0, failures: new Map() }
}

export function fetchAlone(suspects: Suspects, uid: number): boolean {
  return uid <= suspects.aloneUpTo
}

/** Notes that fetching these UIDs failed together. */
export function suspect(suspects: Suspects, uids: readonly number[], failure: Failure): void {
  const [uid, ...others] = uids
  if (uid === undefined) return
  suspects.aloneUpTo = Math.max(suspects.aloneUpTo, ...uids)
  if (others.length > 0) return
  const known = suspects.failures.get(uid)
  const { refused = 0, lost = 0, othersGiven = false } = known ?? {}
  suspects.failures.set(uid, {
    refused: refused + (failure.code === 'imap-refused' ? 1 : 0),
    lost: lost + (failure.code === 'imap-refused' ? 0 : 1),
    because: failure.message,
    othersGiven,
    isProven: othersGiven,
  })
}

/** Whether this UID has failed so often that it is tried once more only after another one. */
export function isExhausted(suspects: Suspects, uid: number): boolean {
  const { refused = 0, lost = 0 } = suspects.failures.get(uid) ?? {}
  return refused >= MOST_REFUSED || lost >= MOST_LOST
}

/** Notes that the server gave another mail, while this one has failed so often. */
export function othersGiven(suspects: Suspects, uid: number): void {
  const known = suspects.failures.get(uid)
  if (known) known.othersGiven = true
}

/** Why this UID is passed by from now on, or null while it is worth another attempt. */
export function givenUp(suspects: Suspects, uid: number): string | null {
  const known = suspects.failures.get(uid)
  if (known === undefined || !isExhausted(suspects, uid)) return null
  return known.isProven || known.refused + known.lost >= MOST_ALONE ? known.because : null
}
