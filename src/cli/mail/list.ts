import type { Reader } from '../../store/database.ts'
import { type ListedMail, listMails, type MailFilter } from '../../store/ledger-view.ts'
import { type Io, printJson } from '../io.ts'
import { printTable } from '../table.ts'

/** A line of the ledger as `mail list --json` prints it; a mail that waits has no outcome. */
export function mailItem(row: ListedMail) {
  const waits = row.state === 'received'
  return {
    id: row.id,
    mailbox: row.mailbox,
    uidvalidity: row.uidValidity,
    uid: row.uid,
    messageId: row.messageId,
    from: row.fromAddress,
    subject: row.subject,
    outcome: waits ? null : row.outcome,
    reason: waits ? 'waits to be decided' : row.reason,
    ticket: row.ticket,
  }
}

export async function printMailList(
  reader: Reader,
  options: MailFilter & { json?: boolean },
  io: Io,
): Promise<void> {
  const { json, ...filter } = options
  const items = (await listMails(reader, filter)).map(mailItem)
  if (json) return printJson(io, items)
  const cells = items.map((it) => [
    String(it.id),
    it.mailbox,
    it.outcome ?? '-',
    it.ticket === null ? '-' : String(it.ticket),
    it.from ?? '-',
    it.subject ?? '-',
    it.reason ?? '',
  ])
  printTable(io, ['mail', 'mailbox', 'outcome', 'ticket', 'from', 'subject', 'reason'], cells)
}
