import type { Reader } from './database.ts'
import { IMPORT } from './imported.ts'
import { sql } from './kysely.ts'
import type { LedgerRow } from './ledger.ts'

/** A mail with the name of its mailbox. */
export type ListedMail = LedgerRow & { mailbox: string }

export interface MailFilter {
  outcome?: string
  /** Only mails with one of these outcomes. */
  outcomes?: string[]
  /** Only those that wait to be decided. */
  waiting?: boolean
  /** Only what came to a mailbox: nothing of an import. */
  live?: boolean
  /** Only rows with smaller ids: the next page. */
  before?: number
  limit: number
}

/** Newest first. */
export async function listMails(reader: Reader, filter: MailFilter): Promise<ListedMail[]> {
  let query = listed(reader).orderBy('ledger.id', 'desc').limit(filter.limit)
  if (filter.outcome) query = query.where('outcome', '=', filter.outcome)
  if (filter.outcomes) query = query.where('outcome', 'in', filter.outcomes)
  if (filter.waiting) query = query.where('state', '=', sql.lit('received'))
  if (filter.live) query = query.where('mailbox.source', '!=', IMPORT)
  if (filter.before) query = query.where('ledger.id', '<', filter.before)
  return await query.execute()
}

export async function findListedMail(reader: Reader, id: number): Promise<ListedMail | undefined> {
  return await listed(reader).where('ledger.id', '=', id).executeTakeFirst()
}

/** What happened to a mail, oldest first. */
export async function listHistory(reader: Reader, ledgerId: number) {
  return await reader
    .selectFrom('ledgerHistory')
    .selectAll()
    .where('ledgerId', '=', ledgerId)
    .orderBy('id')
    .execute()
}

function listed(reader: Reader) {
  return reader
    .selectFrom('ledger')
    .innerJoin('mailbox', 'mailbox.id', 'ledger.mailboxId')
    .selectAll('ledger')
    .select('mailbox.name as mailbox')
}
