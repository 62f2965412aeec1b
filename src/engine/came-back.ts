import type { Suppression } from '../account/suppression.ts'
import { isCountedOn } from '../decision/bounce.ts'
import { saysNobodyIsThere } from '../message/nobody-there.ts'
import type { Writer } from '../store/database.ts'
import { addEvent } from '../store/events.ts'
import type { OutboxRow } from '../store/outbox.ts'
import { markUndelivered } from '../store/outbox-settling.ts'
import { suppress } from '../store/suppressed.ts'
import { findTicket } from '../store/tickets.ts'
import { type Desk, instant } from './desk.ts'
import { gatherCircle } from './gather/circle.ts'
import { type Telling, type Told, tell } from './tell.ts'
import { type About, tellUnreachable } from './unreachable.ts'

/**
 * A mail that came back: its row, the server's words, and the report (null: refused at sending).
 */
export interface Return {
  row: OutboxRow
  words: string
  report: Telling['mail']
}

/**
 * Less, or nothing, is sent to the recipient from now on. Whoever counts on an address that is dead
 * is told of it once, unless the report is `quiet`.
 */
export async function cameBack(
  desk: Desk,
  writer: Writer,
  mail: Return,
  kind: Suppression['kind'],
  quiet: boolean,
): Promise<Told[]> {
  if (kind === 'bounced') {
    await markUndelivered(writer, mail.row.id, mail.words, instant(desk.now()))
  }
  const isNews = await suppressRecipient(desk, writer, mail, kind)
  return isNews && kind === 'bounced' && !quiet ? await tellOfDeath(desk, writer, mail) : []
}

/** A mail that will not be sent: nobody is there, or an administrator has to see why. */
export async function noteFailed(
  desk: Desk,
  writer: Writer,
  row: OutboxRow,
  words: string,
): Promise<void> {
  if (saysNobodyIsThere(words)) {
    await cameBack(desk, writer, { row, words, report: null }, 'bounced', false)
  } else if (!row.template.startsWith('admin-')) {
    // A failed alarm raises none.
    await tellAdministrators(desk, writer, { row, words, report: null }, false)
  }
}

/** False when it was so already. */
async function suppressRecipient(
  desk: Desk,
  writer: Writer,
  { row, words, report }: Return,
  kind: Suppression['kind'],
): Promise<boolean> {
  const at = instant(desk.now())
  const address = row.recipient
  const reason = words.slice(0, 500)
  const causes = { outboxId: row.id, ledgerId: report?.ledgerId ?? null }
  const triedAt = report ? (row.finishedAt ?? row.createdAt) : at
  const suppression = { address, kind, reason, since: at, ...causes }
  if (!(await suppress(writer, suppression, triedAt))) return false
  await addEvent(writer, {
    at,
    actor: 'ticketd',
    kind: 'address-suppressed',
    data: { address, because: kind, words: reason },
    ...(row.ticket !== null && { ticket: row.ticket }),
  })
  return true
}

async function tellOfDeath(desk: Desk, writer: Writer, mail: Return): Promise<Told[]> {
  const about = await ticketOf(desk, writer, mail.row)
  if (!isCountedOn(mail.row, about)) return []
  if (!about) return await tellAdministrators(desk, writer, mail, true)
  const bounced = { address: mail.row.recipient, words: mail.words }
  return await tellUnreachable(desk, writer, about, bounced, mail.report)
}

async function tellAdministrators(
  desk: Desk,
  writer: Writer,
  mail: Return,
  suppressed: boolean,
): Promise<Told[]> {
  const { id: outboxId, recipient: to, subject, ticket, attempts } = mail.row
  const failed = { outboxId, to, subject, ticket, error: mail.words, attempts, suppressed }
  return await tell(desk, writer, {
    happening: 'mail-failed',
    ticket: null,
    circle: null,
    mailbox: mail.row.mailbox,
    writer: null,
    known: false,
    silence: null,
    entry: null,
    mail: mail.report,
    more: { failed },
  })
}

async function ticketOf(
  desk: Desk,
  writer: Writer,
  { ticket: number }: OutboxRow,
): Promise<About | null> {
  const ticket = number === null ? undefined : await findTicket(writer, number)
  return ticket ? { ticket, circle: await gatherCircle(writer, desk.config, ticket) } : null
}
