import type { Reader } from './database.ts'
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

/** All tickets of these accounts. */
export async function ticketsOfAccounts(
  reader: Reader,
  accountIds: readonly number[],
): Promise<number[]> {
  const rows = await reader
    .selectFrom('ticket')
    .select('number')
    .where('accountId', 'in', [...accountIds])
    .orderBy('number')
    .execute()
  return rows.map(({ number }) => number)
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
