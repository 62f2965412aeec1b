import type { Reader } from './database.ts'
import { sql } from './kysely.ts'

/** What marks the places from which mail of long ago was taken. */
export const IMPORT = 'import'

/** Which of these mails of an archive are in the ledger. */
export async function keysKnown(
  reader: Reader,
  mailboxId: number,
  uidValidity: number,
  keys: readonly number[],
): Promise<Set<number | null>> {
  const rows = await reader
    .selectFrom('ledger')
    .select('uid')
    .where('mailboxId', '=', mailboxId)
    .where('uidValidity', '=', uidValidity)
    .where('uid', 'in', keys)
    .execute()
  return new Set(rows.map(({ uid }) => uid))
}

/** What became of the mails of an archive: how many have each outcome; null: not yet decided. */
export async function countImported(
  reader: Reader,
  mailboxId: number,
): Promise<{ outcome: string | null; count: number }[]> {
  return await reader
    .selectFrom('ledger')
    .select((eb) => ['outcome', eb.fn.countAll<number>().as('count')])
    .where('mailboxId', '=', mailboxId)
    .groupBy('outcome')
    .execute()
}

/** Whether a mail of an import still waits to be decided. */
export async function isImportWaiting(reader: Reader): Promise<boolean> {
  const row = await reader
    .selectFrom('ledger')
    .innerJoin('mailbox', 'mailbox.id', 'ledger.mailboxId')
    .select('ledger.id')
    .where('state', '=', sql.lit('received'))
    .where('mailbox.source', '=', IMPORT)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}
