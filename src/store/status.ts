import type { Reader } from './database.ts'
import { sql } from './kysely.ts'

/**
 * How many mails of the ledger have each outcome; one that was put back is counted by its last one.
 */
export async function countLedger(reader: Reader): Promise<Record<string, number>> {
  const rows = await reader
    .selectFrom('ledger')
    .select((eb) => ['outcome', eb.fn.countAll<number>().as('count')])
    .where('outcome', 'is not', null)
    .groupBy('outcome')
    .execute()
  return Object.fromEntries(rows.map((row) => [row.outcome, row.count] as const))
}

/** How many mails wait to be decided. */
export async function countWaiting(reader: Reader): Promise<number> {
  const { count } = await reader
    .selectFrom('ledger')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('state', '=', sql.lit('received'))
    .executeTakeFirstOrThrow()
  return count
}

/** How many mails of the outbox have each status. */
export async function countOutbox(reader: Reader): Promise<Record<string, number>> {
  const rows = await reader
    .selectFrom('outbox')
    .select((eb) => ['status', eb.fn.countAll<number>().as('count')])
    .groupBy('status')
    .execute()
  return Object.fromEntries(rows.map((row) => [row.status, row.count] as const))
}

/** When the newest mail of a folder was taken, null when there is none. */
export async function lastArrival(
  reader: Reader,
  mailbox: { id: number; uidValidity: number | null },
): Promise<string | null> {
  const row = await reader
    .selectFrom('ledger')
    .select('receivedAt')
    .where('mailboxId', '=', mailbox.id)
    .where('uidValidity', 'is', mailbox.uidValidity)
    .orderBy('uid', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.receivedAt ?? null
}
