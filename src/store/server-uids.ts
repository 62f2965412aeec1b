import type { Reader, Writer } from './database.ts'
import { sql } from './kysely.ts'

/** UIDs that are decided and of which the server has not been told, oldest first. */
export async function listUnacknowledged(
  reader: Reader,
  mailboxId: number,
  uidValidity: number,
  limit: number,
): Promise<number[]> {
  const rows = await reader
    .selectFrom('ledger')
    .select('uid')
    .where('acknowledged', '=', sql.lit(0))
    .where('mailboxId', '=', mailboxId)
    .where('uidValidity', '=', uidValidity)
    .where('state', '=', 'decided')
    .orderBy('uid')
    .limit(limit)
    .execute()
  return rows.flatMap((r) => (r.uid === null ? [] : [r.uid]))
}

/** Notes that the server was told of these. */
export async function markAcknowledged(
  writer: Writer,
  mailboxId: number,
  uidValidity: number,
  uids: number[],
): Promise<void> {
  for (let i = 0; i < uids.length; i += 500) {
    await writer
      .updateTable('ledger')
      .set({ acknowledged: 1 })
      .where('mailboxId', '=', mailboxId)
      .where('uidValidity', '=', uidValidity)
      .where('uid', 'in', uids.slice(i, i + 500))
      .execute()
  }
}

/**
 * The server has counted anew: what had these UIDs keeps its row, and the UIDs are free for others.
 */
export async function forgetUids(
  writer: Writer,
  mailboxId: number,
  uidValidity: number,
): Promise<void> {
  await writer
    .updateTable('ledger')
    .set({ uidValidity: null })
    .where('mailboxId', '=', mailboxId)
    .where('uidValidity', '=', uidValidity)
    .execute()
}
