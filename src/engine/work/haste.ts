import type { Writer } from '../../store/database.ts'
import { addEvent } from '../../store/events.ts'
import { setClock } from '../../store/promises.ts'
import { setWork } from '../../store/ticket-work.ts'
import { isPromised, paceOf } from '../../ticket/cadence.ts'
import type { Ticket } from '../../ticket/ticket.ts'
import { keepClock } from '../clock.ts'
import type { Desk } from '../desk.ts'
import { pacesOf } from '../paces.ts'

/**
 * A ticket that another one becomes part of, with the higher priority of the two: the customer goes
 * on being promised what the more urgent one promised, and by when. What is over has no haste.
 */
export async function takeOverHaste(
  desk: Desk,
  writer: Writer,
  gone: Ticket,
  target: Ticket,
  { actor, at }: { actor: string; at: string },
): Promise<Ticket> {
  // P1 stands before P2 in the alphabet, too.
  if (gone.status === 'closed' || gone.priority >= target.priority) return target
  const { number, priority: from } = target
  const to = gone.priority
  await setWork(writer, number, { priority: to }, at)
  const data = { from, to, ticket: gone.number }
  await addEvent(writer, { at, ticket: number, actor, kind: 'priority', data })
  const raised: Ticket = { ...target, priority: to, updatedAt: at }
  // Nothing is promised of what an import tells nobody.
  if (gone.clock === null && target.clock === null) return raised
  await keepClock(desk, writer, target, raised, false, at)
  const paces = pacesOf(desk.config)
  const samePace = paceOf(gone, paces) === paceOf(raised, paces)
  if (gone.clock === null || !samePace || !isPromised(raised, paces)) return raised
  await setClock(writer, number, gone.clock)
  return { ...raised, clock: gone.clock }
}
