import { noOutboxRow } from '../../engine/act/no-outbox-row.ts'
import type { Reader } from '../../store/database.ts'
import type { OutboxRow } from '../../store/outbox.ts'
import { countAsked, isAsked } from '../../store/outbox-asked.ts'
import { listOutbox, type OutboxStatus, showOutbox } from '../../store/outbox-view.ts'
import { findStop } from '../../store/sending-stop.ts'
import { asCalled } from '../called.ts'
import { type Io, printJson } from '../io.ts'
import { counted, showInstant, showText } from '../show.ts'
import { printTable } from '../table.ts'
import { askedLine, HOW_TO_DECIDE } from './asked.ts'
import { stopLine } from './pause.ts'

/** Mails whose text opens something to its reader that the operator must not see. */
const SECRET = ['customer-one-time-code']

interface ListOptions {
  status?: OutboxStatus
  ticket?: number
  asked?: boolean
  before?: number
  limit: number
  json?: boolean
}

export async function printOutboxList(
  reader: Reader,
  { json, ...filter }: ListOptions,
  timeZone: string,
  io: Io,
): Promise<void> {
  const items = await listOutbox(reader, filter)
  if (json) return printJson(io, items.map(forScripts))
  const stop = await findStop(reader)
  if (stop) io.out(asCalled(`${stopLine(stop, timeZone)}\n`, io))
  const asked = await countAsked(reader)
  if (asked > 0) io.out(asCalled(`${filter.asked ? HOW_TO_DECIDE : askedLine(asked)}\n`, io))
  const cells = items.map((it) => [
    String(it.id),
    it.status,
    String(it.attempts),
    it.to,
    it.template,
    it.subject,
    it.error ?? '',
  ])
  printTable(io, ['mail', 'status', 'tries', 'to', 'template', 'subject', 'because'], cells)
}

export async function printOutboxRow(
  reader: Reader,
  id: number,
  options: { json?: boolean },
  timeZone: string,
  io: Io,
): Promise<void> {
  const row = await showOutbox(reader, id)
  if (!row) throw noOutboxRow(id)
  const isSecret = SECRET.includes(row.template)
  if (options.json) return printJson(io, asJson(row, isSecret))
  const lines = [
    `Mail ${id} of the outbox: ${row.status}, ${counted(row.attempts, 'try', 'tries')}`,
    ...(row.error === null ? [] : [`because     ${showText(row.error)}`]),
    ...(isAsked(row)
      ? [asCalled(`decide      ticketd outbox arrived|retry|cancel ${id}`, io)]
      : []),
    ...(row.status === 'cancelled'
      ? [asCalled(`after all   ticketd outbox retry ${id} sends it`, io)]
      : []),
    ...(row.nextAt === null
      ? []
      : [`next try    ${showInstant(row.nextAt, timeZone)} (${timeZone})`]),
    ...endLines(row, timeZone),
    `to          ${[showText(row.recipientName), `<${row.recipient}>`].join(' ').trim()}`,
    `from        ${showText(row.fromName)} <${row.fromAddress}>`,
    `subject     ${showText(row.subject)}`,
    `message-id  ${row.messageId}`,
    `template    ${row.template}`,
    '',
    isSecret
      ? 'The text is not shown: it holds a code for its reader alone.'
      : showText(row.text ?? 'The text is not kept any more.'),
  ]
  io.out(`${lines.join('\n')}\n`)
}

/** When it came to its end, and what the server calls it; its answer stands in the log alone. */
function endLines(row: OutboxRow, timeZone: string): string[] {
  if (row.finishedAt === null) return []
  const at = `${showInstant(row.finishedAt, timeZone)} (${timeZone})`
  if (row.status !== 'sent') return [`ended       ${at}`]
  return [
    `sent        ${at}; how the server answered says the log of the daemon: "outbox":${row.id}`,
    ...(row.serverMessageId === null ? [] : [`server's id ${showText(row.serverMessageId)}`]),
  ]
}

/** To a script a mail that a person kept back is one that was kept back, as it always was. */
function forScripts<T extends { status: string }>(row: T): T | (T & { cancelled: true }) {
  return row.status === 'cancelled' ? { ...row, status: 'suppressed', cancelled: true } : row
}

/** A mail as scripts see it: without what only the sending of it needs. */
function asJson(row: OutboxRow, isSecret: boolean): object {
  const { recipient, attachments, ledgerId, epoch: _, serverIdHash: __, html: ___, ...rest } = row
  return {
    ...forScripts(rest),
    asked: isAsked(row),
    text: isSecret ? null : row.text,
    to: recipient,
    mail: ledgerId,
    attachments: JSON.parse(attachments),
  }
}
