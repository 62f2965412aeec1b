import type { FolderState } from './intake.ts'
import { type UidRange, uidsAbove } from './uid-set.ts'

/** What the ledger knows of a folder under the UIDVALIDITY that the server names now. */
export interface Booked {
  /**
   * Every UID up to this one was taken; 0 where the folder was never read under this UIDVALIDITY.
   */
  lastUid: number
  /** By ascending UID. */
  mails: { uid: number; decided: boolean; told: boolean }[]
}

/**
 * One folder, counted on both sides. `server` is the sum of `ledger`, `unfetched` and `missing`.
 */
export interface Reconciliation {
  uidvalidity: number
  /** Mails that lie in the folder. */
  server: number
  /** Those of them that have their row. */
  ledger: number
  /** UIDs without a row, though the folder was read beyond them. */
  missing: number[]
  /** Mails that came after the last one that was taken: they are fetched next. */
  unfetched: number
  /** Rows that wait for a decision. */
  undecided: number
  /** Decided mails of which the server was not told yet. */
  untold: number
  /**
   * Rows whose mail lay here and does not any more: moved by us where that is wanted, or by others.
   */
  left: number
}

/**
 * Compares a folder with the ledger, which has to be read after the folder: what is taken in
 * between then has its row, and nothing seems missing.
 */
export function reconcile(
  { uidValidity }: FolderState,
  lying: readonly UidRange[],
  { lastUid, mails }: Booked,
): Reconciliation {
  const booked = new Set(mails.map(({ uid }) => uid))
  const found = { server: 0, ledger: 0, unfetched: 0 }
  const missing: number[] = []
  for (const uid of uidsAbove(lying, 0)) {
    found.server += 1
    if (booked.has(uid)) found.ledger += 1
    else if (uid > lastUid) found.unfetched += 1
    else missing.push(uid)
  }
  return {
    uidvalidity: uidValidity,
    ...found,
    missing,
    undecided: mails.filter((mail) => !mail.decided).length,
    untold: mails.filter((mail) => mail.decided && !mail.told).length,
    left: booked.size - found.ledger,
  }
}
