import type { Reader, Writer } from './database.ts'
import { prepared } from './prepared.ts'

export interface NewEvent {
  at: string
  ticket?: number
  accountId?: number
  /** Address, `operator`, or `ticketd`. */
  actor: string
  kind: string
  data?: Record<string, unknown>
}

export interface StoredEvent extends NewEvent {
  data: Record<string, unknown>
}

interface EventRow {
  at: string
  ticket: number | null
  accountId: number | null
  actor: string
  kind: string
  data: string
}

const insertEvent = prepared((db, v: EventRow) =>
  db.insertInto('event').values({
    at: v.at,
    ticket: v.ticket,
    accountId: v.accountId,
    actor: v.actor,
    kind: v.kind,
    data: v.data,
  }),
)

export async function addEvent(writer: Writer, event: NewEvent): Promise<void> {
  await insertEvent(writer, {
    at: event.at,
    ticket: event.ticket ?? null,
    accountId: event.accountId ?? null,
    actor: event.actor,
    kind: event.kind,
    data: JSON.stringify(event.data ?? {}),
  })
}

/** The newest are enough: what is asked for happened a short while ago. */
const newestEvents = prepared((db, v: { ticket: number }) =>
  db
    .selectFrom('event')
    .select(['kind', 'at', 'data'])
    .where('ticket', '=', v.ticket)
    .orderBy('id', 'desc')
    .limit(100),
)

export async function listTicketEvents(reader: Reader, ticket: number): Promise<StoredEvent[]> {
  const rows = await reader
    .selectFrom('event')
    .selectAll()
    .where('ticket', '=', ticket)
    .orderBy('id')
    .execute()
  return rows.map((r) => ({
    at: r.at,
    actor: r.actor,
    kind: r.kind,
    data: JSON.parse(r.data) as Record<string, unknown>,
  }))
}

/** How often something of this kind happened to the ticket since an instant, among the newest. */
export async function countSince(
  reader: Reader,
  ticket: number,
  kind: string,
  since: string,
): Promise<number> {
  const { rows } = await newestEvents(reader, { ticket })
  return rows.filter((r) => r.kind === kind && r.at >= since).length
}

/** Whether mails of this address were kept from being passed on since an instant. */
export async function wasBraked(
  reader: Reader,
  ticket: number,
  from: string,
  since: string,
): Promise<boolean> {
  const { rows } = await newestEvents(reader, { ticket })
  return rows.some(
    ({ kind, at, data }) =>
      kind === 'relay-stopped' &&
      at >= since &&
      (JSON.parse(data) as { from?: string }).from === from,
  )
}
