import { Failure } from '../../errors.ts'
import { baseSubject, withoutTags } from '../../message/subject.ts'
import { findContactByAddress } from '../../store/contacts.ts'
import { findTicketEntitlement, setTicketEntitlement } from '../../store/entitlements.ts'
import { addEntry, layoutOf, listConversation } from '../../store/entries.ts'
import { addEvent } from '../../store/events.ts'
import { addLink, copyAttachments } from '../../store/ticket-work.ts'
import { findTicket } from '../../store/tickets.ts'
import type { Desk } from '../desk.ts'
import { gatherCircle } from '../gather/circle.ts'
import { openTicket } from '../open-ticket.ts'
import { noTicket } from './no-ticket.ts'
import { type Done, onTicket, supportOnly, told } from './on-ticket.ts'

/**
 * Gives one mail of a conversation a ticket of its own as well, since it tells of several problems.
 * Its writer is told the new number. Throws Failure `no-ticket`, `not-allowed`, `no-entry`.
 */
export async function split(
  desk: Desk,
  number: number,
  entryId: number,
  as: string | null,
  wanted: string | null = null,
): Promise<Done> {
  return await onTicket(desk, number, as, async (scene) => {
    supportOnly(scene)
    const { writer, ticket, actor, at } = scene
    const all = await listConversation(writer, ticket.number)
    const entry = all.find(({ id }) => id === entryId)
    if (entry?.side !== 'customer') {
      throw new Failure('no-entry', `Ticket ${number} has no mail ${entryId} of its customer.`, {
        advice: `\`ticketd ticket show ${number}\` shows the number of each.`,
      })
    }
    const contact = await findContactByAddress(writer, entry.from.address)
    const subject = baseSubject(withoutTags(wanted ?? entry.subject, desk.config.desk.tag))
    const { department, mailbox, accountId, supportSide, locale, priority } = ticket
    const opened = await openTicket(
      desk,
      writer,
      {
        ...{ subject, department, mailbox, accountId, supportSide, locale, priority },
        requester: { ...entry.from, contactId: contact?.id ?? null },
      },
      at,
    )
    const copy = await addEntry(writer, {
      ...entry,
      ...(await layoutOf(writer, entry.id)),
      ...{ ticket: opened.number, attachments: [] },
    })
    await copyAttachments(writer, [entry.id], copy)
    // Whoever pays for the one pays for what came of it.
    const rests = await findTicketEntitlement(writer, ticket.number)
    if (rests) await setTicketEntitlement(writer, { ...rests, ticket: opened.number })
    const other = { ticket: opened.number, other: ticket.number, at, addedBy: actor.name }
    await addLink(writer, { ...other, kind: 'split' })
    const event = { at, actor: actor.name }
    await addEvent(writer, { ...event, ticket: opened.number, kind: 'opened' })
    const data = { entry: entry.id, ticket: opened.number }
    await addEvent(writer, { ...event, ticket: ticket.number, kind: 'split', data })
    const circle = await gatherCircle(writer, desk.config, opened)
    const fresh = { ...scene, ticket: opened, circle }
    const more = { other: { number: ticket.number, subject: ticket.subject } }
    return await told(fresh, 'split', null, more)
  })
}

/** Notes that two tickets have to do with each other; both say so. Nobody is told. */
export async function link(
  desk: Desk,
  number: number,
  other: number,
  as: string | null,
): Promise<Done> {
  return await onTicket(desk, number, as, async (scene) => {
    supportOnly(scene)
    const { writer, ticket, actor, at } = scene
    if (!(await findTicket(writer, other))) throw noTicket(other)
    if (other === ticket.number) {
      throw new Failure('refused', `Ticket ${number} cannot be linked to itself.`)
    }
    const [lesser, greater] = [Math.min(ticket.number, other), Math.max(ticket.number, other)]
    const asked = { ticket: greater, other: lesser, kind: 'related', at } as const
    if (!(await addLink(writer, { ...asked, addedBy: actor.name }))) {
      throw new Failure('already', `Tickets ${number} and ${other} are linked already.`)
    }
    const event = { at, actor: actor.name, kind: 'linked' }
    await addEvent(writer, { ...event, ticket: ticket.number, data: { ticket: other } })
    await addEvent(writer, { ...event, ticket: other, data: { ticket: ticket.number } })
    return { ticket, told: [] }
  })
}
