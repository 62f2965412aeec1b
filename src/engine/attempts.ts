import { setTimeout as sleep } from 'node:timers/promises'
import type { Writer } from '../store/database.ts'
import { type LedgerRow, noteAttempt, settle } from '../store/ledger.ts'
import { type Desk, instant } from './desk.ts'
import type { Holder } from './holder.ts'

/** A mail that was alone in the process so often when it died is set aside. */
const MOST_ATTEMPTS = 3
/**
 * Before the last of them the process has to live so long without the mail, in milliseconds: where
 * something else ends it again and again, the mail that happens to wait is not to blame.
 */
const PROOF_OF_LIFE = 5_000

/** Mails that are tried at once: where a process has died of one of them, each goes alone. */
export function together(rows: LedgerRow[]): LedgerRow[][] {
  return rows.some((row) => row.attempts > 0) ? rows.map((row) => [row]) : [rows]
}

/**
 * Notes the attempt of mails that are tried together, then says whether to make it; after enough of
 * them one that is alone is set aside instead.
 */
export async function mayTry(
  desk: Desk,
  holder: Holder,
  rows: LedgerRow[],
  signal: AbortSignal,
): Promise<boolean> {
  const alone = rows.length === 1 ? rows[0] : undefined
  if (alone?.attempts === MOST_ATTEMPTS - 1) {
    await sleep(PROOF_OF_LIFE, undefined, { signal }).catch(() => undefined)
    if (signal.aborted) return false
  }
  return await holder.transact(async (writer) => {
    if (alone && alone.attempts >= MOST_ATTEMPTS) {
      await blame(desk, writer, alone)
      return false
    }
    for (const { id } of rows) await noteAttempt(writer, id, 1)
    return true
  })
}

async function blame({ log, now }: Desk, writer: Writer, row: LedgerRow): Promise<void> {
  await settle(writer, row.id, null, {
    outcome: 'quarantined',
    reason: `the process died ${row.attempts} times while it had this mail in hand`,
    ticket: null,
    duplicateOf: null,
    actor: 'ticketd',
    detail: null,
    at: instant(now()),
  })
  log.warn({ mail: row.id }, 'mail quarantined: the process died of it again and again')
}

/** They are not in hand any more, and the process has not died of them. */
export async function notTried(holder: Holder, rows: LedgerRow[]): Promise<void> {
  await holder.transact(async (writer) => {
    for (const { id } of rows) await noteAttempt(writer, id, -1)
  })
}
