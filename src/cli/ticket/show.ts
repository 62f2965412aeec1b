import type { Config } from '../../config/schema.ts'
import { noTicket } from '../../engine/act/no-ticket.ts'
import { gatherCircle } from '../../engine/gather/circle.ts'
import { nameOf } from '../../notification/opened.ts'
import { getAccount } from '../../store/accounts.ts'
import type { Reader } from '../../store/database.ts'
import { listAttachments, listConversation } from '../../store/entries.ts'
import { listTicketEvents } from '../../store/events.ts'
import { listAsked } from '../../store/outbox-asked.ts'
import { suppressionsOf } from '../../store/suppressed.ts'
import { findTicketFields } from '../../store/ticket-fields.ts'
import { findTicket } from '../../store/tickets.ts'
import { FIELDS, withDefaults } from '../../ticket/case-fields.ts'
import { fieldWordsOf } from '../../ticket/field-words/index.ts'
import { supportSideOf } from '../../ticket/ticket.ts'
import { asCalled } from '../called.ts'
import { eventLine } from '../event-line.ts'
import type { Io } from '../io.ts'
import { askedMailLine } from '../outbox/asked.ts'
import { counted, showInstant, showText } from '../show.ts'
import { suppressionLine } from '../suppressed-show.ts'
import { readWork, workLines } from './head.ts'

/**
 * A ticket as `ticket show --json` prints it: the shape is fixed, so that scripts can rely on it.
 */
export type ShownTicket = Awaited<ReturnType<typeof readTicket>>

export async function readTicket(reader: Reader, config: Config, number: number) {
  const ticket = await findTicket(reader, number)
  if (!ticket) throw noTicket(number)
  const account = ticket.accountId === null ? null : await getAccount(reader, ticket.accountId)
  const conversation = await listConversation(reader, number)
  const attachments = await listAttachments(
    reader,
    conversation.map((entry) => entry.id),
  )
  const circle = await gatherCircle(reader, config, ticket)
  const around = [circle.requester, ...circle.participants, ...supportSideOf(ticket, circle)]
  const suppressed = await suppressionsOf(
    reader,
    around.map((person) => person.address),
  )
  return {
    number,
    status: ticket.status,
    subject: ticket.subject,
    priority: ticket.priority,
    reason: ticket.reason,
    fields: withDefaults(await findTicketFields(reader, number), account?.model ?? null),
    department: ticket.department,
    account: account?.accountId ?? null,
    requester: ticket.requester.address,
    reopened: ticket.reopened,
    opened: ticket.openedAt,
    updated: ticket.updatedAt,
    closed: ticket.closedAt,
    supportSide: ticket.supportSide,
    ...(await readWork(reader, config, ticket)),
    suppressed: [...suppressed.values()],
    asked: await listAsked(reader, number),
    entries: conversation.map((entry) => ({
      id: entry.id,
      at: entry.at,
      direction: entry.direction,
      audience: entry.audience,
      side: entry.side,
      from: entry.from.address,
      fromName: entry.from.name,
      to: entry.recipients,
      subject: entry.subject,
      reply: entry.reply,
      text: entry.text,
      mail: entry.ledgerId,
      attachments: attachments
        .filter((one) => one.entryId === entry.id)
        .map(({ name, type, size }) => ({ name, type, size })),
    })),
    events: await listTicketEvents(reader, number),
  }
}

/**
 * Prints a ticket as one reads a conversation: what was written and what happened, in its order.
 */
export function printConversation(io: Io, ticket: ShownTicket, timeZone: string): void {
  const { number, subject, status, priority, department, account, requester, reopened } = ticket
  const again = reopened === 0 ? '' : `, reopened ${counted(reopened, 'time')}`
  const head = [
    `Ticket ${number}: ${showText(subject)}`,
    `${status}${again} · ${priority} · ${department} · ${account ?? 'no account'} · ${requester} · times: ${timeZone}`,
    ...workLines(ticket, timeZone, new Date().toISOString()),
    ...linesOfFields(ticket.fields),
    ...ticket.asked.map((one) => asCalled(askedMailLine(one), io)),
    ...ticket.suppressed.map((one) => asCalled(suppressionLine(one, timeZone), io)),
  ]
  const happened = [
    ...ticket.entries.map((entry) => ({ at: entry.at, lines: linesOf(entry, timeZone) })),
    ...ticket.events.map((event) => ({
      at: event.at,
      lines: [
        `— ${showInstant(event.at, timeZone)} ${event.actor}: ${eventLine(event.kind, event.data, timeZone)}`,
      ],
    })),
  ].sort((a, b) => a.at.localeCompare(b.at))
  io.out(`${[...head, ...happened.flatMap(({ lines }) => ['', ...lines])].join('\n')}\n`)
}

/** What was stated about the case, but for what the head says already. */
function linesOfFields(fields: ShownTicket['fields']): string[] {
  const words = fieldWordsOf('en')
  const inHead: readonly string[] = ['subject', 'priority', 'department', 'account']
  return FIELDS.filter((field) => fields[field] !== undefined && !inHead.includes(field)).map(
    (field) => `${nameOf(field, words)}: ${showText(fields[field] ?? '')}`,
  )
}

type Entry = ShownTicket['entries'][number]

function linesOf(entry: Entry, timeZone: string): string[] {
  const { from, fromName, to, direction, audience } = entry
  const who = fromName === '' ? from : `${showText(fromName)} <${from}>`
  const hidden = audience === 'customer' ? '' : ` (for the ${audience} only)`
  const what =
    direction === 'note' ? `${who} noted` : to.length === 0 ? who : `${who} → ${to.join(', ')}`
  const written = entry.reply.trim() === '' ? entry.text : entry.reply
  return [
    `${showInstant(entry.at, timeZone)}  ${what}${hidden}  [entry ${entry.id}]`,
    ...showText(written.trim())
      .split('\n')
      .map((line) => `  ${line}`.trimEnd()),
    ...entry.attachments.map(
      ({ name, type, size }) => `  [${showText(name)}, ${type}, ${size} bytes]`,
    ),
  ]
}
