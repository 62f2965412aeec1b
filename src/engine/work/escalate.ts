import type { Change } from '../../decision/change.ts'
import { showInstant } from '../../notification/locale.ts'
import type { Words } from '../../notification/relay.ts'
import { getAccount } from '../../store/accounts.ts'
import { findContactByAddress } from '../../store/contacts.ts'
import type { Reader, Writer } from '../../store/database.ts'
import { addEntry, listAttachments, listConversation } from '../../store/entries.ts'
import { addEvent } from '../../store/events.ts'
import { addLink, copyAttachments } from '../../store/ticket-work.ts'
import { findTicket } from '../../store/tickets.ts'
import type { Ticket } from '../../ticket/ticket.ts'
import { type Desk, instant } from '../desk.ts'
import { gatherCircle, targetOf } from '../gather/circle.ts'
import { openTicket } from '../open-ticket.ts'
import { type Telling, type Told, tell } from '../tell.ts'
import { noteCover } from './escalation-cover.ts'
import type { ChangeScene } from './scene.ts'

/**
 * Opens a case of the partner with the vendor: the support contact is its requester, and it begins
 * with what was written so far. The customer is told nothing of it.
 */
export async function escalate(
  desk: Desk,
  writer: Writer,
  scene: ChangeScene,
  { by, partner }: Extract<Change, { what: 'escalate' }>,
): Promise<Told[]> {
  const { ticket: origin, actor } = scene
  const at = instant(desk.now())
  const contact = await findContactByAddress(writer, by.address)
  const { subject, department, mailbox, priority, reason } = origin
  const opened = await openTicket(
    desk,
    writer,
    {
      ...{ subject, department, mailbox, priority, reason },
      accountId: partner,
      requester: { ...by, contactId: contact?.id ?? null },
      supportSide: 'desk',
      locale: contact?.locale ?? desk.config.desk.locale,
      escalatedFrom: origin.number,
    },
    at,
  )
  const { number } = opened
  await addLink(writer, {
    ...{ ticket: number, other: origin.number, kind: 'escalated', at },
    addedBy: actor,
  })
  const data = { ticket: number }
  await addEvent(writer, { at, ticket: origin.number, actor, kind: 'escalated', data })
  await addEvent(writer, { at, ticket: number, actor, kind: 'opened' })
  await noteCover(desk, writer, origin, opened)
  const entry = await firstEntry(writer, desk, scene, opened, at)
  return await tell(desk, writer, {
    happening: 'case-opened',
    silence: null,
    ticket: opened,
    circle: await gatherCircle(writer, desk.config, opened),
    writer: by,
    known: contact !== undefined,
    mailbox,
    mail: scene.mail,
    entry,
    more: { other: { number: origin.number, subject } },
  })
}

/**
 * The words of the support contact, and below them what the customer and the support side wrote.
 */
async function firstEntry(
  writer: Writer,
  desk: Desk,
  { ticket: origin, entry, mail }: ChangeScene,
  opened: Ticket,
  at: string,
): Promise<NonNullable<Telling['entry']>> {
  const { requester: from, number, subject } = opened
  const past = await listConversation(writer, origin.number)
  const seen = past.filter((one) => one.audience !== 'vendor' && one.id !== entry?.id)
  const account = origin.accountId === null ? null : await getAccount(writer, origin.accountId)
  const head = `[${desk.config.desk.tag}#${origin.number}] ${origin.subject}`
  const when = (at: string) => showInstant(at, opened.locale, desk.config.desk.timeZone)
  const parts = [
    ...(entry?.words.reply.trim() ? [entry.words.reply.trim()] : []),
    [head, ...(account ? [`${account.company} (${account.accountId})`] : [])].join('\n'),
    ...seen.map(
      (one) => `${one.from.name || one.from.address}, ${when(one.at)}:\n${quoted(one.reply)}`,
    ),
  ]
  const text = parts.join('\n\n')
  const plain = { text, reply: text, html: null, folds: [] }
  const id = await addEntry(writer, {
    ...plain,
    ...{ ticket: number, at, subject, from },
    direction: 'in',
    audience: 'customer',
    side: 'customer',
    recipients: [],
    verified: true,
    ledgerId: mail?.ledgerId ?? null,
    attachments: [],
  })
  const sources = [...seen.map((one) => one.id), ...(entry ? [entry.id] : [])]
  await copyAttachments(writer, sources, id)
  const attachments = (await listAttachments(writer, [id])).map((row) => {
    return { ...row, inline: row.inline === 1 }
  })
  const words: Words = { ...plain, attachments, writer: from, audience: 'customer' }
  return { id, words }
}

function quoted(text: string): string {
  return text.trim().replace(/^/gm, '> ')
}

/**
 * What the vendor answers to an escalated case stands as a note in the ticket that it came from,
 * and the partner's other support contacts are told. The customer sees nothing of it.
 */
export async function flowBack(
  desk: Desk,
  writer: Writer,
  answered: Ticket,
  telling: Pick<Telling, 'entry' | 'writer' | 'mail'>,
): Promise<Told[]> {
  const { entry } = telling
  const origin = await originOf(writer, answered)
  if (!origin || !entry) return []
  const { words } = entry
  const at = instant(desk.now())
  const id = await addEntry(writer, {
    ticket: origin.number,
    at,
    direction: 'note',
    audience: 'support',
    side: 'support',
    from: words.writer,
    recipients: [answered.requester.address],
    subject: answered.subject,
    verified: true,
    ledgerId: null,
    text: words.text,
    reply: words.reply,
    html: null,
    folds: [...words.folds],
    attachments: [],
  })
  await copyAttachments(writer, [entry.id], id)
  const circle = await gatherCircle(writer, desk.config, origin)
  const others = circle.supportContacts.filter((p) => p.address !== answered.requester.address)
  return await tell(desk, writer, {
    ...telling,
    happening: 'case-answered',
    silence: null,
    ticket: origin,
    circle: { ...circle, supportContacts: others },
    known: true,
    mailbox: origin.mailbox,
    entry: { id, words: { ...words, audience: 'support' } },
    more: { other: { number: answered.number, subject: answered.subject } },
  })
}

/** The ticket that a case came from, or the one that it became part of since. */
async function originOf(reader: Reader, { escalatedFrom }: Ticket): Promise<Ticket | undefined> {
  const origin = escalatedFrom === null ? undefined : await findTicket(reader, escalatedFrom)
  return origin && (await targetOf(reader, origin))
}
