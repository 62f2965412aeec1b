import type { Writer } from '../store/database.ts'
import { addEvent } from '../store/events.ts'
import { moveTicket } from '../store/tickets.ts'
import type { Step } from '../ticket/lifecycle.ts'
import type { Ticket } from '../ticket/ticket.ts'

/**
 * Takes a ticket one step on, with its event, and gives it as it is then; no step changes nothing.
 */
export async function moveTo(
  writer: Writer,
  ticket: Ticket,
  { from, to, reopens, closes }: Step,
  actor: string,
  at: string,
): Promise<Ticket> {
  if (from === to) return ticket
  await moveTicket(writer, ticket.number, to, { reopens, at })
  const kind = reopens ? 'reopened' : closes ? 'closed' : 'status'
  await addEvent(writer, { at, ticket: ticket.number, actor, kind, data: { from, to } })
  return {
    ...ticket,
    status: to,
    updatedAt: at,
    closedAt: to === 'closed' ? at : null,
    reopened: ticket.reopened + Number(reopens),
  }
}
