import type { Reader } from './database.ts'
import { IMPORT } from './imported.ts'

/** A mail that was set aside with its error. */
export interface Quarantined {
  id: number
  mailbox: string
  fromAddress: string | null
  subject: string | null
  reason: string | null
  decidedAt: string
}

/** What was set aside after an instant and still is, the newest first; nothing of an import. */
export async function listQuarantinedSince(reader: Reader, since: string): Promise<Quarantined[]> {
  const rows = await reader
    .selectFrom('ledger')
    .innerJoin('mailbox', 'mailbox.id', 'ledger.mailboxId')
    .select(['ledger.id', 'fromAddress', 'subject', 'reason', 'decidedAt'])
    .select('mailbox.name as mailbox')
    .where('outcome', '=', 'quarantined')
    .where('state', '=', 'decided')
    .where('decidedAt', '>', since)
    .where('mailbox.source', '!=', IMPORT)
    .execute()
  return rows
    .map((row) => ({ ...row, decidedAt: row.decidedAt ?? '' }))
    .sort((a, b) => (a.decidedAt < b.decidedAt ? 1 : a.decidedAt > b.decidedAt ? -1 : b.id - a.id))
}
