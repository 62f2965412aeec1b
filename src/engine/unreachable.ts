import type { Silenced } from '../account/suppression.ts'
import type { BouncedFacts } from '../notification/context.ts'
import type { Writer } from '../store/database.ts'
import { addEvent, listTicketEvents } from '../store/events.ts'
import { findSuppression, suppressionsOf } from '../store/suppressed.ts'
import { type Circle, supportSideOf, type Ticket } from '../ticket/ticket.ts'
import { type Desk, instant } from './desk.ts'
import { type Telling, type Told, tell } from './tell.ts'

export interface About {
  ticket: Ticket
  circle: Circle
}

/** Tells whoever is left that an address of the ticket cannot be reached, in the server's words. */
export async function tellUnreachable(
  desk: Desk,
  writer: Writer,
  { ticket, circle }: About,
  bounced: BouncedFacts,
  report: Telling['mail'],
): Promise<Told[]> {
  const side = supportSideOf(ticket, circle).map((p) => p.address)
  return await tell(desk, writer, {
    happening: 'address-bounced',
    ticket,
    circle,
    mailbox: ticket.mailbox,
    // A machine said it: there are no words of anybody.
    writer: null,
    known: false,
    silence: null,
    entry: null,
    mail: report,
    unreachable: [...(await suppressionsOf(writer, side)).keys()],
    more: { bounced },
  })
}

/**
 * A person's words were kept back, perhaps on another ticket than the one whose mail came back:
 * where the requester does not get them, or nobody of the support side, that is told once a ticket.
 */
export async function tellOfKeptBack(
  desk: Desk,
  writer: Writer,
  { ticket, circle }: About,
  told: Told[],
): Promise<Told[]> {
  const lost = told
    .filter(({ keptBack, notice }) => keptBack !== null && notice.autoSubmitted === null)
    .map(({ notice }) => notice.recipient.address)
  if (lost.length === 0) return []
  const side = supportSideOf(ticket, circle).map((p) => p.address)
  const reached = (await suppressionsOf(writer, side)).size < side.length
  const missed = lost.find((a) => a === ticket.requester.address || (!reached && side.includes(a)))
  const suppression = missed === undefined ? undefined : await findSuppression(writer, missed)
  if (!suppression) return []
  const { address, kind, reason } = suppression
  if (await isTold(writer, ticket, suppression)) return []
  const event = { at: instant(desk.now()), actor: 'ticketd', kind: 'address-unreachable' }
  await addEvent(writer, { ...event, ticket: ticket.number, data: { address, words: reason } })
  const bounced = { address, words: reason, isDisabled: kind === 'disabled' }
  return await tellUnreachable(desk, writer, { ticket, circle }, bounced, null)
}

/** Whether this ticket has heard of it since the address was suppressed. */
async function isTold(
  writer: Writer,
  { number }: Ticket,
  { address, since, reason }: Silenced,
): Promise<boolean> {
  const events = await listTicketEvents(writer, number)
  return events.some(
    ({ kind, at, data }) =>
      (kind === 'address-suppressed' || kind === 'address-unreachable') &&
      data.address === address &&
      (since === null ? data.words === reason : at >= since),
  )
}
