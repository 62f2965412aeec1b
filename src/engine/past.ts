import type { Writer } from '../store/database.ts'
import { addEvent } from '../store/events.ts'
import { findTicket, moveTicket } from '../store/tickets.ts'
import { type Desk, instant } from './desk.ts'

/** The desk as of the day when an imported mail was written: tickets and entries bear its date, and nobody is told. */
export function deskOf(desk: Desk, writtenAt: number): Desk {
  return { ...desk, tellsNobody: true, now: () => writtenAt }
}

/** Nobody waits any more for an answer to a mail that is older than `history.closeAfter`. */
export async function closeOld(
  { config, now }: Desk,
  writer: Writer,
  number: number,
  writtenAt: number,
): Promise<void> {
  if (now() - writtenAt <= config.history.closeAfter) return
  const ticket = await findTicket(writer, number)
  if (!ticket || ticket.status === 'closed') return
  const at = instant(writtenAt)
  // Somebody has written since: it is no matter of the past.
  if (ticket.updatedAt > at) return
  await moveTicket(writer, number, 'closed', { reopens: false, at })
  const data = { from: ticket.status, to: 'closed', because: 'imported' }
  await addEvent(writer, { at, ticket: number, actor: 'ticketd', kind: 'closed', data })
}
