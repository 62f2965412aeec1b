import type { Config } from '../../config/schema.ts'
import { listSupportContacts } from '../../store/accounts.ts'
import type { Reader } from '../../store/database.ts'
import { findTicket, listParticipants } from '../../store/tickets.ts'
import type { Circle, Ticket } from '../../ticket/ticket.ts'

/** Everybody around a ticket. */
export async function gatherCircle(
  reader: Reader,
  config: Config,
  ticket: Ticket,
): Promise<Circle> {
  const department = config.departments.find((d) => d.name === ticket.department)
  return {
    requester: ticket.requester,
    participants: await listParticipants(reader, ticket.number),
    supportContacts:
      ticket.accountId === null ? [] : await listSupportContacts(reader, ticket.accountId),
    agents: (department?.agents ?? []).map((address) => ({ name: '', address })),
  }
}

/** The ticket itself, or the one that it became part of. */
export async function targetOf(reader: Reader, ticket: Ticket): Promise<Ticket> {
  if (ticket.mergedInto === null) return ticket
  return (await findTicket(reader, ticket.mergedInto)) ?? ticket
}
