import type { Reader, Writer } from './database.ts'
import { amending } from './dialect.ts'
import { textsNaming } from './erasing-texts.ts'
import { sql } from './kysely.ts'
import { redactEntries } from './redacting.ts'

/** Rows that still name one of the addresses, by table. */
export interface Traces {
  /** Mails that the person wrote. */
  ledger: number[]
  /** What they became in conversations. */
  entry: number[]
  /** Mails that were sent to the person. */
  outbox: number[]
  /** Entries of anybody whose words hold an address. */
  texts: number[]
  /** Rows that name an address in a sentence, a subject, the name of a file or in JSON. */
  mentions: { table: Mentioning; id: number }[]
}

/** Where sentences, subjects and JSON may name somebody. */
const MENTIONS = {
  ticket: ['subject'],
  ledger: ['reason', 'instruction', 'subject'],
  ledgerHistory: ['actor', 'reason', 'detail'],
  entry: ['recipients', 'subject'],
  attachment: ['name'],
  outbox: ['error', 'subject'],
  event: ['actor', 'data'],
  deployment: ['addedBy'],
  deploymentCover: ['actor'],
  contract: ['actor'],
  creditEntry: ['actor', 'reason'],
  workTime: ['actor'],
} as const
type Mentioning = keyof typeof MENTIONS

/** What their rows are known by. */
const keyOf = (table: Mentioning) => sql.ref(table === 'ticket' ? 'number' : 'id')

/** Those of them whose rows are only added otherwise. */
const BOOKS: readonly Mentioning[] = ['deploymentCover', 'contract', 'creditEntry', 'workTime']

/** So many rows of a table are looked for at a time: nobody waits long for the store. */
const MOST = 5_000

/** Looks all through the tables; asked outside of a transaction, so that nobody waits for it. */
export async function findTraces(reader: Reader, addresses: readonly string[]): Promise<Traces> {
  const mentions: Traces['mentions'] = []
  for (const table of Object.keys(MENTIONS) as Mentioning[]) {
    for (const id of await idsNaming(reader, table, addresses)) mentions.push({ table, id })
  }
  const own = [...addresses]
  const ledger = reader.selectFrom('ledger').select('id').where('fromAddress', 'in', own)
  const entry = reader.selectFrom('entry').select('id').where('fromAddress', 'in', own)
  const outbox = reader.selectFrom('outbox').select('id').where('recipient', 'in', own)
  const ids = async (query: { execute(): Promise<{ id: number }[]> }) =>
    (await query.execute()).map((row) => row.id)
  return {
    ledger: await ids(ledger.limit(MOST)),
    entry: await ids(entry.limit(MOST)),
    outbox: await ids(outbox.limit(MOST)),
    texts: await textsNaming(reader, addresses, wholeAddress(addresses), MOST),
    mentions,
  }
}

async function idsNaming(
  reader: Reader,
  table: Mentioning,
  addresses: readonly string[],
): Promise<number[]> {
  const columns = MENTIONS[table].map((column) => sql`coalesce(${sql.ref(column)}, '')`)
  const all = sql`lower(${sql.join(columns, sql` || ' ' || `)})`
  const named = addresses.map((address) => sql`instr(${all}, ${address}) > 0`)
  const whole = wholeAddress(addresses)
  for (let after = 0; ; ) {
    const { rows } = await sql<Row>`
      select ${keyOf(table)} as "id", ${sql.join(MENTIONS[table].map((column) => sql.ref(column)))}
      from ${sql.table(table)} where "id" > ${after} and (${sql.join(named, sql` or `)})
      order by "id" limit ${MOST}`.execute(reader)
    // `ana@` stands in `joana@` too: a page may hold nothing else, and the next one has to be seen.
    const found = rows.filter((row) =>
      MENTIONS[table].some((column) => (row[column] ?? '').search(whole) >= 0),
    )
    after = rows.at(-1)?.id ?? after
    if (found.length > 0 || rows.length < MOST) return found.map((row) => row.id)
  }
}

type Row = { id: number } & Record<string, string | null>

export function isNothing({ ledger, entry, outbox, texts, mentions }: Traces): boolean {
  return [ledger, entry, outbox, texts, mentions].every((rows) => rows.length === 0)
}

/**
 * Takes the person out of these rows: the mails that they wrote lose raw bytes, From and subject,
 * those sent to them their bodies, conversations their addresses; rows, fingerprints and outcomes
 * stay. Gives the raw mails that may go.
 */
export async function wipeTraces(
  writer: Writer,
  addresses: readonly string[],
  traces: Traces,
  placeholder: string,
  at: string,
): Promise<number[]> {
  const raw = await wipeMails(writer, traces.ledger)
  for (const id of traces.entry) {
    await writer
      .updateTable('entry')
      .set({ fromName: '', fromAddress: placeholder })
      .where('id', '=', id)
      .execute()
  }
  for (const id of traces.outbox) await wipeSent(writer, id, placeholder, at)
  const whole = wholeAddress(addresses)
  await redactEntries(writer, traces.texts, whole, placeholder)
  for (const table of new Set(traces.mentions.map((one) => one.table))) {
    const ids = traces.mentions.filter((one) => one.table === table).map(({ id }) => id)
    const replace = async () => {
      for (const id of ids) await replaceIn(writer, table, id, whole, placeholder)
    }
    await (BOOKS.includes(table) ? amending(writer, table, replace) : replace())
  }
  return raw
}

async function wipeMails(writer: Writer, ids: readonly number[]): Promise<number[]> {
  const raw: number[] = []
  for (const id of ids) {
    const row = await writer
      .selectFrom('ledger')
      .select('rawId')
      .where('id', '=', id)
      .executeTakeFirst()
    if (row?.rawId) raw.push(row.rawId)
    await writer
      .updateTable('ledger')
      .set({ rawId: null, fromAddress: null, subject: null })
      .where('id', '=', id)
      .execute()
    // Their words on the way to others name them.
    await writer.updateTable('outbox').set({ fromName: '' }).where('ledgerId', '=', id).execute()
  }
  return raw
}

async function wipeSent(writer: Writer, id: number, placeholder: string, at: string) {
  await writer.deleteFrom('outboxText').where('outboxId', '=', id).execute()
  await writer
    .updateTable('outbox')
    .set({ recipient: placeholder, recipientName: '', attachments: '[]' })
    .where('id', '=', id)
    .execute()
  await writer
    .updateTable('outbox')
    .set({ status: 'suppressed', error: 'The person was erased.', nextAt: null, finishedAt: at })
    .where('id', '=', id)
    .where('finishedAt', 'is', null)
    .execute()
}

async function replaceIn(
  writer: Writer,
  table: Mentioning,
  id: number,
  whole: RegExp,
  placeholder: string,
): Promise<void> {
  const { rows } = await sql<Row>`
    select * from ${sql.table(table)} where ${keyOf(table)} = ${id}`.execute(writer)
  const row = rows[0]
  if (!row) return
  for (const column of MENTIONS[table]) {
    const text = row[column]
    if (!text) continue
    await sql`update ${sql.table(table)} set ${sql.ref(column)} = ${text.replace(whole, placeholder)}
      where ${keyOf(table)} = ${id}`.execute(writer)
  }
}

/** The addresses as whole words, in any case. */
function wholeAddress(addresses: readonly string[]): RegExp {
  const literal = addresses.map((one) => one.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'))
  return new RegExp(`(?<![\\w.+-])(?:${literal.join('|')})(?![\\w-]|\\.[\\w])`, 'giu')
}

/** Why the person cannot be erased at this moment; null when they can. */
export async function whyNotNow(
  reader: Reader,
  addresses: readonly string[],
): Promise<string | null> {
  const own = [...addresses]
  const received = await reader
    .selectFrom('ledger')
    .select('id')
    .where('fromAddress', 'in', own)
    .where('state', '=', sql.lit('received'))
    .limit(1)
    .executeTakeFirst()
  if (received) return `mail ${received.id} of theirs is being decided`
  const sending = await reader
    .selectFrom('outbox')
    .select('id')
    .where('recipient', 'in', own)
    .where('status', '=', 'sending')
    .limit(1)
    .executeTakeFirst()
  return sending ? `mail ${sending.id} to them is leaving` : null
}
