import type { RawBuilder } from 'kysely'
import { redacted } from '../account/redacted.ts'
import type { Fold } from '../message/mail.ts'
import type { Reader, Writer } from './database.ts'
import { sql } from './kysely.ts'

interface Place {
  table: string
  key: string
  columns: readonly string[]
  /** Which rows are those of a ticket. */
  of(ticket: number): RawBuilder<boolean>
}

/** Where the words of a ticket stand beside the texts of its entries. */
const PLACES: readonly Place[] = [
  { table: 'ticket', key: 'number', columns: ['subject'], of: (n) => sql`"number" = ${n}` },
  { table: 'entry', key: 'id', columns: ['subject'], of: (n) => sql`"ticket" = ${n}` },
  {
    table: 'attachment',
    key: 'id',
    columns: ['name'],
    of: (n) => sql`"entryId" in (select "id" from "entry" where "ticket" = ${n})`,
  },
  {
    table: 'ledger',
    key: 'id',
    columns: ['subject'],
    of: (n) => sql`"id" in (select "ledgerId" from "entry" where "ticket" = ${n})`,
  },
  { table: 'outbox', key: 'id', columns: ['subject'], of: (n) => sql`"ticket" = ${n}` },
  {
    table: 'outboxText',
    key: 'outboxId',
    columns: ['text', 'html'],
    of: (n) => sql`"outboxId" in (select "id" from "outbox" where "ticket" = ${n})`,
  },
]

type Row = Record<string, string | null>

/**
 * Takes what a pattern finds out of all words of a ticket: subjects, texts, names of attachments,
 * mails about it. Raw mails stay as they came. Gives how many rows held it.
 */
export async function redactTicket(
  writer: Writer,
  ticket: number,
  pattern: RegExp,
  by: string,
): Promise<number> {
  const entries = await writer
    .selectFrom('entry')
    .select('id')
    .where('ticket', '=', ticket)
    .execute()
  const ids = entries.map(({ id }) => id)
  let changed = await redactEntries(writer, ids, pattern, by)
  for (const place of PLACES) changed += await redactIn(writer, place, ticket, pattern, by)
  return changed
}

/** Takes what a pattern finds out of the words of these entries. Gives how many held it. */
export async function redactEntries(
  writer: Writer,
  ids: readonly number[],
  pattern: RegExp,
  by: string,
): Promise<number> {
  let changed = 0
  for (const id of ids) {
    const row = await writer
      .selectFrom('entryText')
      .selectAll()
      .where('entryId', '=', id)
      .executeTakeFirst()
    const { text = '', reply = '', html = null } = row ?? {}
    if (!row || ![text, reply, html ?? ''].some((it) => it.search(pattern) >= 0)) continue
    changed += 1
    const folds = JSON.parse(row.folds) as Fold[]
    const after = redacted({ ...row, folds }, pattern, by)
    await writer
      .updateTable('entryText')
      .set({ ...after, folds: JSON.stringify(after.folds) })
      .where('entryId', '=', id)
      .execute()
  }
  return changed
}

async function redactIn(
  writer: Writer,
  { table, key, columns, of }: Place,
  ticket: number,
  pattern: RegExp,
  by: string,
): Promise<number> {
  const { rows } = await sql<Row>`
    select ${sql.join([key, ...columns].map((one) => sql.ref(one)))} from ${sql.table(table)}
    where ${of(ticket)}`.execute(writer)
  const holding = rows.filter((row) => columns.some((one) => (row[one] ?? '').search(pattern) >= 0))
  for (const row of holding) {
    const after = columns.map(
      (one) => sql`${sql.ref(one)} = ${row[one]?.replace(pattern, by) ?? null}`,
    )
    await sql`update ${sql.table(table)} set ${sql.join(after)}
      where ${sql.ref(key)} = ${row[key]}`.execute(writer)
  }
  return holding.length
}

/** All that people read in a ticket: its subjects, texts and names of attachments. */
export async function wordsIn(reader: Reader, ticket: number): Promise<string[]> {
  const subject = await reader
    .selectFrom('ticket')
    .select('subject')
    .where('number', '=', ticket)
    .executeTakeFirst()
  const entries = await reader
    .selectFrom('entry')
    .leftJoin('entryText', 'entryId', 'entry.id')
    .select(['subject', 'text', 'html'])
    .where('ticket', '=', ticket)
    .execute()
  const files = await reader
    .selectFrom('attachment')
    .innerJoin('entry', 'entry.id', 'attachment.entryId')
    .select('attachment.name')
    .where('ticket', '=', ticket)
    .execute()
  return [
    ...(subject ? [subject.subject] : []),
    ...entries.flatMap((entry) => [entry.subject, entry.text ?? '', entry.html ?? '']),
    ...files.map(({ name }) => name),
  ]
}
