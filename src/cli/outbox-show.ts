import { noOutboxRow } from '../engine/act/no-outbox-row.ts'
import type { Reader } from '../store/database.ts'
import { listOutbox, type OutboxStatus, showOutbox } from '../store/outbox-view.ts'
import { type Io, printJson } from './io.ts'
import { showText } from './show.ts'
import { printTable } from './table.ts'

interface ListOptions {
  status?: OutboxStatus
  ticket?: number
  before?: number
  limit: number
  json?: boolean
}

export async function printOutboxList(
  reader: Reader,
  { json, ...filter }: ListOptions,
  io: Io,
): Promise<void> {
  const items = await listOutbox(reader, filter)
  if (json) return printJson(io, items)
  const cells = items.map((it) => [
    String(it.id),
    it.status,
    String(it.attempts),
    it.to,
    it.template,
    it.subject,
  ])
  printTable(io, ['mail', 'status', 'tries', 'to', 'template', 'subject'], cells)
}

export async function printOutboxRow(
  reader: Reader,
  id: number,
  options: { json?: boolean },
  io: Io,
): Promise<void> {
  const row = await showOutbox(reader, id)
  if (!row) throw noOutboxRow(id)
  const { recipient, attachments, html: _, ...rest } = row
  if (options.json) {
    return printJson(io, { ...rest, to: recipient, attachments: JSON.parse(attachments) })
  }
  const lines = [
    `Mail ${id} of the outbox: ${row.status}, ${row.attempts} ${row.attempts === 1 ? 'try' : 'tries'}`,
    ...(row.error === null ? [] : [`because     ${showText(row.error)}`]),
    ...(row.nextAt === null ? [] : [`next try    ${row.nextAt}`]),
    `to          ${showText(row.recipientName)} <${recipient}>`,
    `from        ${showText(row.fromName)} <${row.fromAddress}>`,
    `subject     ${showText(row.subject)}`,
    `message-id  ${row.messageId}`,
    `template    ${row.template}`,
    '',
    showText(row.text ?? 'The text is not kept any more.'),
  ]
  io.out(`${lines.join('\n')}\n`)
}
