import type { Promised } from '../ticket/cadence-report.ts'
import type { Clock, Ticket } from '../ticket/ticket.ts'
import type { Reader, Writer } from './database.ts'
import { prepared } from './prepared.ts'
import type { PromiseTable } from './tables/work.ts'

const updateClock = prepared(
  (
    db,
    v: {
      number: number
      clockFrom: string | null
      clockDue: string | null
      clockNext: string | null
      clockMissed: number
    },
  ) =>
    db
      .updateTable('ticket')
      .set({
        clockFrom: v.clockFrom,
        clockDue: v.clockDue,
        clockNext: v.clockNext,
        clockMissed: v.clockMissed,
      })
      .where('number', '=', v.number),
)

/** Null: no update is promised any more. */
export async function setClock(writer: Writer, number: number, clock: Clock | null): Promise<void> {
  await updateClock(writer, {
    number,
    clockFrom: clock?.from ?? null,
    clockDue: clock?.due ?? null,
    clockNext: clock?.next ?? null,
    clockMissed: clock?.missed ?? 0,
  })
}

const insertPromise = prepared((db, v: Omit<PromiseTable, 'id'>) =>
  db.insertInto('promise').values({
    ticket: v.ticket,
    priority: v.priority,
    planned: v.planned,
    department: v.department,
    madeAt: v.madeAt,
    dueAt: v.dueAt,
    endedAt: v.endedAt,
  }),
)

/** Notes a promise that has ended. */
export async function addPromise(
  writer: Writer,
  ticket: Ticket,
  { from, due }: Clock,
  endedAt: string,
): Promise<void> {
  await insertPromise(writer, {
    ticket: ticket.number,
    priority: ticket.priority,
    planned: Number(ticket.plan !== null),
    department: ticket.department,
    madeAt: from,
    dueAt: due,
    endedAt,
  })
}

const ticketsToLookAt = prepared((db, v: { now: string; limit: number }) =>
  db
    .selectFrom('ticket')
    .select('number')
    .where('clockNext', '<=', v.now)
    .orderBy('clockNext')
    .limit(v.limit),
)

/** Tickets whose clock says that somebody has to be reminded or told, the longest due first. */
export async function listAlarms(reader: Reader, now: string, limit: number): Promise<number[]> {
  const { rows } = await ticketsToLookAt(reader, { now, limit })
  return rows.map((row) => row.number)
}

/**
 * Tickets whose clock may have been started, or may have rung, while the time was ahead of this
 * instant; those that are overdue are among them.
 */
export async function listClocksAhead(reader: Reader, now: string): Promise<number[]> {
  const rows = await reader
    .selectFrom('ticket')
    .select('number')
    .where('clockNext', '>', now)
    .where((eb) => eb.or([eb('clockFrom', '>', now), eb('clockMissed', '>', 0)]))
    .orderBy('clockNext')
    .execute()
  return rows.map((row) => row.number)
}

const PAGE = 10_000

/** Promises that ended within a time, page by page, and those that are overdue at its end. */
export async function listPromised(reader: Reader, from: string, to: string): Promise<Promised[]> {
  const all: Promised[] = []
  for (let after = 0; ; ) {
    const rows = await reader
      .selectFrom('promise')
      .select(['id', 'priority', 'planned', 'department', 'dueAt', 'endedAt'])
      .where('endedAt', '>=', from)
      .where('endedAt', '<', to)
      .where('id', '>', after)
      .orderBy('id')
      .limit(PAGE)
      .execute()
    all.push(...rows.map(({ id: _, planned, ...row }) => ({ ...row, planned: planned === 1 })))
    after = rows.at(-1)?.id ?? after
    if (rows.length < PAGE) break
  }
  const overdue = await reader
    .selectFrom('ticket')
    .select(['priority', 'plan', 'department', 'clockDue'])
    .where('clockDue', '<', to)
    .execute()
  const open = overdue.map(({ priority, plan, department, clockDue }) => {
    return { priority, planned: plan !== null, department, dueAt: clockDue ?? to, endedAt: null }
  })
  return [...all, ...open]
}
