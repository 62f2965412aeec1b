import { accountOf } from '../../engine/act/account-of.ts'
import type { Reader } from '../../store/database.ts'
import { listTickets } from '../../store/tickets.ts'
import type { Status } from '../../ticket/ticket.ts'
import { type Io, printJson } from '../io.ts'
import { showInstant } from '../show.ts'
import { printTable } from '../table.ts'

interface Options {
  status?: Status
  /** An Account ID. */
  account?: string
  due?: boolean
  limit: number
  json?: boolean
}

/** Prints the tickets that changed last, or those whose customers are to hear from us soonest. */
export async function printTicketList(
  reader: Reader,
  options: Options,
  timeZone: string,
  io: Io,
): Promise<void> {
  const { status, account, limit } = options
  const accountId = account === undefined ? undefined : (await accountOf(reader, account)).id
  const rows = await listTickets(reader, {
    status,
    accountId,
    due: options.due ?? false,
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
    owner: row.owner,
    due: row.clock?.due ?? null,
  }))
  if (options.json) return printJson(io, items)
  const cells = items.map((it) => [
    String(it.number),
    it.status,
    it.priority,
    it.account ?? '-',
    it.requester,
    showInstant((options.due && it.due) || it.updated, timeZone),
    it.subject,
  ])
  const when = `${options.due ? 'due' : 'updated'} (${timeZone})`
  const titles = ['number', 'status', 'prio', 'account', 'requester', when, 'subject']
  printTable(io, titles, cells)
}
