import { nextNumber } from '../store/counters.ts'
import type { Writer } from '../store/database.ts'
import { addTicket } from '../store/tickets.ts'
import { startClock } from '../ticket/cadence.ts'
import type { Ticket } from '../ticket/ticket.ts'
import type { Desk } from './desk.ts'
import { pacesOf } from './paces.ts'

/** What a new ticket has of its own; with the rest every ticket begins alike. */
export type NewTicket = Pick<
  Ticket,
  'subject' | 'department' | 'mailbox' | 'accountId' | 'requester' | 'supportSide' | 'locale'
> &
  Partial<Pick<Ticket, 'priority' | 'reason' | 'escalatedFrom'>>

/** Gives a ticket its number, and its customer the promise of an update where one is `promised`. */
export async function openTicket(
  { config, tellsNobody }: Desk,
  writer: Writer,
  asked: NewTicket,
  at: string,
  promised = true,
): Promise<Ticket> {
  const { priority = 'P3', supportSide } = asked
  const isPromised = promised && !tellsNobody && supportSide === 'desk'
  const ticket: Ticket = {
    number: await nextNumber(writer, 'ticket', config.desk.firstNumber),
    status: 'open',
    reason: null,
    seq: 0,
    reopened: 0,
    openedAt: at,
    updatedAt: at,
    closedAt: null,
    owner: null,
    plan: null,
    mergedInto: null,
    escalatedFrom: null,
    ...asked,
    priority,
    clock: isPromised ? startClock(at, pacesOf(config)[priority]) : null,
  }
  await addTicket(writer, ticket)
  return ticket
}
