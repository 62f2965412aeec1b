import { accountOf } from '../engine/act/account-of.ts'
import type { Reader } from '../store/database.ts'
import { listTickets } from '../store/tickets.ts'
import type { Status } from '../ticket/ticket.ts'
import { type Io, printJson } from './io.ts'
import { printTable } from './table.ts'

interface Options {
  status?: Status
  /** An Account ID. */
  account?: string
  limit: number
  json?: boolean
}

/** Prints the tickets that changed last. */
export async function printTicketList(reader: Reader, options: Options, io: Io): Promise<void> {
  const { status, account, limit } = options
  const accountId = account === undefined ? undefined : (await accountOf(reader, account)).id
  const rows = await listTickets(reader, {
    status,
    accountId,
    limit,
  })
  const items = rows.map((row) => ({
    number: row.number,
    status: row.status,
    subject: row.subject,
    priority: row.priority,
    account: row.account,
    requester: row.requester.address,
    updated: row.updatedAt,
  }))
  if (options.json) return printJson(io, items)
  const cells = items.map((it) => [
    String(it.number),
    it.status,
    it.priority,
    it.account ?? '-',
    it.requester,
    it.updated.slice(0, 16).replace('T', ' '),
    it.subject,
  ])
  const titles = ['number', 'status', 'prio', 'account', 'requester', 'updated (UTC)', 'subject']
  printTable(io, titles, cells)
}
