import type { Reader } from '../../store/database.ts'
import { findTicket } from '../../store/tickets.ts'
import type { Ticket } from '../../ticket/ticket.ts'
import { targetOf } from '../gather/circle.ts'
import { noTicket } from './no-ticket.ts'

/** The ticket of this number, or the one that it became part of. Throws Failure `no-ticket`. */
export async function ticketNamed(reader: Reader, number: number): Promise<Ticket> {
  const found = await findTicket(reader, number)
  if (!found) throw noTicket(number)
  return await targetOf(reader, found)
}
