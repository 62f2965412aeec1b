import { setImmediate } from 'node:timers/promises'
import type { Writer } from '../../store/database.ts'
import { addEvent } from '../../store/events.ts'
import { listAlarms, setClock } from '../../store/promises.ts'
import { findTicket } from '../../store/tickets.ts'
import { alarmAt, isPromised, paceOf } from '../../ticket/cadence.ts'
import { type Desk, instant } from '../desk.ts'
import { gatherCircle } from '../gather/circle.ts'
import type { Holder } from '../holder.ts'
import { pacesOf } from '../paces.ts'
import { tell } from '../tell.ts'

/** So many tickets in one transaction. */
const PAGE = 50

/**
 * Reminds of updates that customers are promised, and tells of those that are overdue; gives how
 * many tickets that were. The clock goes on in the same transaction, so that nobody is told twice.
 */
export async function sendUpdatesDue(desk: Desk, holder: Holder): Promise<number> {
  let told = 0
  for (;;) {
    const now = instant(desk.now())
    const numbers = await listAlarms(desk.store.read, now, PAGE)
    if (numbers.length > 0) {
      await holder.transact(async (writer) => {
        for (const number of numbers) await ring(desk, writer, number, now)
      })
    }
    told += numbers.length
    if (numbers.length < PAGE) return told
    // The store answers without leaving its turn: after a long pause thousands may be overdue.
    await setImmediate()
  }
}

/** Asked again in the transaction: the answer may have come just now. */
async function ring(desk: Desk, writer: Writer, number: number, now: string): Promise<void> {
  const paces = pacesOf(desk.config)
  const ticket = await findTicket(writer, number)
  const clock = ticket?.clock
  if (clock?.next && clock.next > now) return
  if (!clock || !isPromised(ticket, paces)) return await setClock(writer, number, null)
  const alarm = alarmAt(clock, paceOf(ticket, paces), now)
  await setClock(writer, number, alarm.clock)
  const { from, due } = clock
  const { missed } = alarm
  const kind = missed === 0 ? 'update-due' : 'update-overdue'
  const data = missed === 0 ? { due } : { due, missed }
  await addEvent(writer, { at: now, ticket: number, actor: 'ticketd', kind, data })
  const telling = {
    ...{ silence: null, ticket, writer: null, known: false, mail: null, entry: null },
    circle: await gatherCircle(writer, desk.config, ticket),
    mailbox: ticket.mailbox,
    more: { update: { from, due, missed } },
  }
  await tell(desk, writer, { ...telling, happening: kind })
  const promise = desk.config.cadence[ticket.plan === null ? ticket.priority : 'plan']
  if (missed > 0 && clock.missed === 0 && promise.holdingNote) {
    await tell(desk, writer, { ...telling, happening: 'update-late' })
  }
}
