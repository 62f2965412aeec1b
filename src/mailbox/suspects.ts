import type { Failure } from '../errors.ts'

/**
 * What earlier connections could not fetch. One mail that breaks its fetch (an unreadable file, a
 * server that falls over it) must cost itself only: the batch that failed is read again one by one,
 * which finds it, and after enough attempts it is passed by.
 */
export interface Suspects {
  /** UIDs up to this one are fetched alone. */
  aloneUpTo: number
  /** Failures of mails that were fetched alone, by UID. */
  failures: Map<number, { refused: number; lost: number; because: string }>
}

/** The server says no: it will not say yes later. */
const MOST_REFUSED = 3
/**
 * A lost connection may be the network's doing: more patience (a minute with the delays between).
 */
const MOST_LOST = 6

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
  const known = suspects.failures.get(uid) ?? { refused: 0, lost: 0, because: '' }
  suspects.failures.set(uid, {
    refused: known.refused + (failure.code === 'imap-refused' ? 1 : 0),
    lost: known.lost + (failure.code === 'imap-refused' ? 0 : 1),
    because: failure.message,
  })
}

/** Why this UID is passed by from now on, or null while it is worth another attempt. */
export function givenUp(suspects: Suspects, uid: number): string | null {
  const known = suspects.failures.get(uid)
  if (known === undefined) return null
  if (known.refused < MOST_REFUSED && known.lost < MOST_LOST) return null
  return known.because
}
