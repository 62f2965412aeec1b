import { redacted } from '../account/redacted.ts'
import type { Fold } from '../message/mail.ts'
import type { Reader, Writer } from './database.ts'
import { sql } from './kysely.ts'

/**
 * The tickets that a person opened, took part in or wrote to. Asked outside of a transaction:
 * it looks through all.
 */
export async function ticketsWith(
  reader: Reader,
  contactId: number,
  addresses: readonly string[],
): Promise<number[]> {
  const own = [...addresses]
  const opened = await reader
    .selectFrom('ticket')
    .select('number')
    .where((eb) =>
      eb.or([eb('requesterContactId', '=', contactId), eb('requesterAddress', 'in', own)]),
    )
    .execute()
  const joined = await reader
    .selectFrom('participant')
    .select('ticket as number')
    .where('address', 'in', own)
    .execute()
  const written = await reader
    .selectFrom('entry')
    .select('ticket as number')
    .distinct()
    .where('fromAddress', 'in', own)
    .execute()
  return [...new Set([...opened, ...joined, ...written].map(({ number }) => number))]
}

/** Entries of any ticket whose words hold one of the addresses, at most so many. */
export async function textsNaming(
  reader: Reader,
  addresses: readonly string[],
  whole: RegExp,
  limit: number,
): Promise<number[]> {
  const all = sql`lower("text" || ' ' || "reply" || ' ' || coalesce("html", ''))`
  const named = addresses.map((address) => sql`instr(${all}, ${address}) > 0`)
  for (let after = 0; ; ) {
    const { rows } = await sql<Words>`
      select "entryId", "text", "reply", "html" from "entryText"
      where "entryId" > ${after} and (${sql.join(named, sql` or `)})
      order by "entryId" limit ${limit}`.execute(reader)
    const found = rows.filter(({ text, reply, html }) =>
      [text, reply, html ?? ''].some((it) => it.search(whole) >= 0),
    )
    after = rows.at(-1)?.entryId ?? after
    if (found.length > 0 || rows.length < limit) return found.map(({ entryId }) => entryId)
  }
}

type Words = { entryId: number; text: string; reply: string; html: string | null }

/** Names that were written beside one of the addresses, in mails that became part of a ticket. */
export async function namesWritten(
  reader: Reader,
  addresses: readonly string[],
): Promise<string[]> {
  const rows = await reader
    .selectFrom('entry')
    .select('fromName')
    .distinct()
    .where('fromAddress', 'in', [...addresses])
    .where('fromName', '<>', '')
    .execute()
  return rows.map(({ fromName }) => fromName)
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
