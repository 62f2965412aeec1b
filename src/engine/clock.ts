import type { Writer } from '../store/database.ts'
import { addPromise, setClock } from '../store/promises.ts'
import { clockAfter } from '../ticket/cadence.ts'
import type { Ticket } from '../ticket/ticket.ts'
import type { Desk } from './desk.ts'
import { pacesOf } from './paces.ts'

/**
 * Starts, restarts or stops the clock of a ticket after something happened to it; `updated`: its
 * customer heard from a person of the support side. What was promised until then is
 * noted, in time or late.
 */
export async function keepClock(
  desk: Desk,
  writer: Writer,
  was: Ticket,
  is: Ticket,
  updated: boolean,
  at: string,
): Promise<void> {
  const clock = clockAfter(was, is, updated, pacesOf(desk.config), at)
  if (clock === was.clock) return
  await setClock(writer, is.number, clock)
  const promised = was.clock
  const answered = updated || is.status === 'closed'
  if (promised && (answered || at > promised.due)) await addPromise(writer, was, promised, at)
}
