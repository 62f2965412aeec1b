import type { Insertable, Selectable } from 'kysely'
import type { Clock, Person, Status, Ticket } from '../ticket/ticket.ts'
import type { Reader, Writer } from './database.ts'
import { columns, prepared } from './prepared.ts'
import type { TicketTable } from './schema.ts'

/** What a ticket begins with; the rest comes with the work on it. */
type NewRow = Omit<Insertable<TicketTable>, 'owner' | 'plan' | 'mergedInto' | 'clockMissed'>

const insertTicket = prepared((db, v: NewRow) =>
  db
    .insertInto('ticket')
    .values(
      columns(
        v,
        'number',
        'subject',
        'status',
        'priority',
        'reason',
        'department',
        'mailbox',
        'accountId',
        'requesterContactId',
        'requesterName',
        'requesterAddress',
        'supportSide',
        'locale',
        'seq',
        'reopened',
        'openedAt',
        'updatedAt',
        'closedAt',
        'escalatedFrom',
        'clockFrom',
        'clockDue',
        'clockNext',
      ),
    ),
)

export async function addTicket(writer: Writer, ticket: Ticket): Promise<void> {
  const { requester, clock, ...rest } = ticket
  await insertTicket(writer, {
    ...rest,
    clockFrom: clock?.from ?? null,
    clockDue: clock?.due ?? null,
    clockNext: clock?.next ?? null,
    requesterContactId: requester.contactId,
    requesterName: requester.name,
    requesterAddress: requester.address,
  })
}

const ticketWithNumber = prepared((db, v: { number: number }) =>
  db.selectFrom('ticket').selectAll().where('number', '=', v.number),
)

export async function findTicket(reader: Reader, number: number): Promise<Ticket | undefined> {
  const [row] = (await ticketWithNumber(reader, { number })).rows
  return row && toTicket(row)
}

/** Sets the status and what follows from it; `reopens` is counted. */
export async function moveTicket(
  writer: Writer,
  number: number,
  to: Status,
  change: { reopens: boolean; at: string },
): Promise<void> {
  await writer
    .updateTable('ticket')
    .set((eb) => ({
      status: to,
      updatedAt: change.at,
      closedAt: to === 'closed' ? change.at : null,
      reopened: change.reopens ? eb('reopened', '+', 1) : eb.ref('reopened'),
    }))
    .where('number', '=', number)
    .execute()
}

const updateTouched = prepared((db, v: { number: number; at: string }) =>
  db.updateTable('ticket').set({ updatedAt: v.at }).where('number', '=', v.number),
)

export async function touchTicket(writer: Writer, number: number, at: string): Promise<void> {
  await updateTouched(writer, { number, at })
}

const raiseSeq = prepared((db, v: { number: number; count: number }) =>
  db
    .updateTable('ticket')
    .set((eb) => ({ seq: eb('seq', '+', v.count) }))
    .where('number', '=', v.number)
    .returning('seq'),
)

/** Takes `count` numbers for Message-IDs of this ticket and gives the first of them. */
export async function nextSeqs(writer: Writer, number: number, count: number): Promise<number> {
  const [row] = (await raiseSeq(writer, { number, count })).rows
  if (!row) throw new Error(`There is no ticket ${number}.`)
  return row.seq - count + 1
}

/** The tickets that changed last, each with its Account ID. */
export async function listTickets(
  reader: Reader,
  filter: {
    status?: Status | undefined
    accountId?: number | undefined
    /** Only those whose customer is promised an update, the most urgent first. */
    due?: boolean
    limit: number
  },
): Promise<(Ticket & { account: string | null })[]> {
  let query = reader
    .selectFrom('ticket')
    .leftJoin('account', 'account.id', 'ticket.accountId')
    .selectAll('ticket')
    .select('account.accountId as account')
    .limit(filter.limit)
  query = filter.due
    ? query.where('ticket.clockDue', 'is not', null).orderBy('ticket.clockDue')
    : query.orderBy('ticket.updatedAt', 'desc')
  if (filter.status !== undefined) query = query.where('ticket.status', '=', filter.status)
  if (filter.accountId !== undefined) query = query.where('ticket.accountId', '=', filter.accountId)
  return (await query.execute()).map(({ account, ...row }) => ({ ...toTicket(row), account }))
}

export async function addParticipant(
  writer: Writer,
  ticket: number,
  person: Person,
  addedBy: string,
  at: string,
): Promise<boolean> {
  const added = await writer
    .insertInto('participant')
    .values({ ticket, address: person.address, name: person.name, addedAt: at, addedBy })
    .onConflict((c) => c.columns(['ticket', 'address']).doNothing())
    .executeTakeFirst()
  return (added.numInsertedOrUpdatedRows ?? 0n) > 0n
}

const participantsOf = prepared((db, v: { ticket: number }) =>
  db
    .selectFrom('participant')
    .select(['name', 'address'])
    .where('ticket', '=', v.ticket)
    .orderBy('addedAt'),
)

export async function listParticipants(reader: Reader, ticket: number): Promise<Person[]> {
  return (await participantsOf(reader, { ticket })).rows
}

function toTicket(row: Selectable<TicketTable>): Ticket {
  const { requesterContactId, requesterName, requesterAddress, ...more } = row
  const { clockFrom, clockDue, clockNext, clockMissed, ...rest } = more
  return {
    ...rest,
    status: row.status as Status,
    priority: row.priority as Ticket['priority'],
    supportSide: row.supportSide as Ticket['supportSide'],
    requester: { contactId: requesterContactId, name: requesterName, address: requesterAddress },
    clock: clockOf(clockFrom, clockDue, clockNext, clockMissed),
  }
}

function clockOf(
  from: string | null,
  due: string | null,
  next: string | null,
  missed: number,
): Clock | null {
  return from === null || due === null ? null : { from, due, next, missed }
}
