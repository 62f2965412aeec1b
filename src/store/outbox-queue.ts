import { whyKeptBack } from '../account/suppression.ts'
import type { Reader, Writer } from './database.ts'
import { type OutboxRow, suppressedRow, type Words } from './outbox.ts'
import { suppressionsOf } from './suppressed.ts'

/** A person's words, notices, automatic answers: sent in this order. */
const PRIORITIES = [0, 1, 2] as const

export interface Claim {
  /** Names of the mailboxes that share the SMTP account. */
  mailboxes: readonly string[]
  /** Sending is stopped but for these rows; null: it is not. */
  only?: readonly number[] | null
  limit: number
  now: string
  /** Epoch of our lease: rows noted under it are ours to settle. */
  epoch: number
  /** When a row that was tried so many times is tried again. */
  nextTry(attempts: number): string
}

/**
 * Notes the next rows `sending`, each with its attempt counted and the following try written down,
 * before anything is tried: priority first, then age. Mails in doubt whose time has come are among
 * them, each noted alone: the next death of the process then puts it in doubt again only if it was
 * on its way. Nobody is sent the words about a ticket before what was written to him about it
 * earlier. Mails to an address that was suppressed since they were written end here.
 */
export async function claim(writer: Writer, wanted: Claim): Promise<OutboxRow[]> {
  const found = await withEarlier(writer, await nextRows(writer, wanted), wanted)
  const next = await withoutSuppressed(writer, found, wanted.now)
  if (next.length === 0) return []
  const texts = await textsOf(writer, next)
  const rows: OutboxRow[] = []
  for (const attempts of new Set(next.map((row) => row.attempts))) {
    const ids = next.filter((row) => row.attempts === attempts).map((row) => row.id)
    const noted = await writer
      .updateTable('outbox')
      .set({
        status: 'sending',
        attempts: attempts + 1,
        epoch: wanted.epoch,
        nextAt: wanted.nextTry(attempts + 1),
      })
      .where('id', 'in', ids)
      .returningAll()
      .execute()
    rows.push(...noted.map((row) => ({ ...row, ...(texts.get(row.id) ?? NOT_KEPT) })))
  }
  const place = new Map(next.map((row, i) => [row.id, i]))
  return rows.sort((a, b) => (place.get(a.id) ?? 0) - (place.get(b.id) ?? 0))
}

const NOT_KEPT: Words = { text: null, html: null }

async function textsOf(reader: Reader, rows: readonly { id: number }[]) {
  const ids = rows.map(({ id }) => id)
  const found = await reader
    .selectFrom('outboxText')
    .selectAll()
    .where('outboxId', 'in', ids)
    .execute()
  return new Map(found.map(({ outboxId, ...words }): [number, Words] => [outboxId, words]))
}

async function nextRows(writer: Writer, { mailboxes, limit, now, only }: Claim) {
  if (only) return await amongThese(writer, only, mailboxes).where('nextAt', '<=', now).execute()
  const found: WaitingRow[] = []
  for (const priority of PRIORITIES) {
    const left = limit - found.length
    if (left <= 0) break
    const rows: WaitingRow[] = []
    for (const mailbox of mailboxes) {
      const due = waiting(writer, mailbox, priority).where('nextAt', '<=', now).limit(left)
      rows.push(...(await due.execute()))
    }
    found.push(...rows.sort(byAge).slice(0, left))
  }
  const doubtful = found.findIndex((row) => row.doubts > 0)
  return doubtful === -1 ? found : found.slice(0, Math.max(doubtful, 1))
}

async function withoutSuppressed(
  writer: Writer,
  rows: WaitingRow[],
  now: string,
): Promise<WaitingRow[]> {
  const suppressed = await suppressionsOf(
    writer,
    rows.map((row) => row.recipient),
  )
  if (suppressed.size === 0) return rows
  const leaving: WaitingRow[] = []
  for (const row of rows) {
    const because = whyKeptBack(suppressed.get(row.recipient), row)
    if (because === null) leaving.push(row)
    else {
      const end = suppressedRow(because, now)
      await writer.updateTable('outbox').set(end).where('id', '=', row.id).execute()
    }
  }
  return leaving
}

/**
 * Puts what waits for the same reader of the same ticket, and was written earlier, before each row:
 * a person's words would otherwise overtake the confirmation that the ticket is open.
 */
async function withEarlier(
  writer: Writer,
  rows: WaitingRow[],
  { limit, now }: Claim,
): Promise<WaitingRow[]> {
  const earlier = await lessUrgent(writer, rows, now)
  if (earlier.length === 0) return rows
  const ordered = new Map<number, WaitingRow>()
  for (const row of rows) {
    for (const one of earlier) {
      if (one.ticket === row.ticket && one.recipient === row.recipient && one.id < row.id) {
        ordered.set(one.id, one)
      }
    }
    ordered.set(row.id, row)
  }
  return [...ordered.values()].slice(0, limit)
}

/** What may leave about the tickets of a person's words and is no person's, oldest first. */
async function lessUrgent(
  reader: Reader,
  rows: readonly WaitingRow[],
  now: string,
): Promise<WaitingRow[]> {
  const words = rows.filter((row) => row.priority === 0 && row.ticket !== null)
  if (words.length === 0) return []
  const found = await reader
    .selectFrom('outbox')
    .select(COLUMNS)
    .where('ticket', 'in', [...new Set(words.map((row) => row.ticket))])
    // Not "is queued": the index of that would be taken, and all of a backlog read for each claim.
    .where('status', '<>', 'sending')
    .where('priority', '>', 0)
    .where('doubts', '=', 0)
    .where('nextAt', '<=', now)
    .execute()
  return found.sort((a, b) => a.id - b.id)
}

const COLUMNS = [
  'id',
  'ticket',
  'priority',
  'attempts',
  'doubts',
  'nextAt',
  'recipient',
  'autoSubmitted',
] as const

type WaitingRow = Pick<OutboxRow, (typeof COLUMNS)[number]>

/**
 * One mailbox and one priority at a time: the index gives them in order, so no backlog is sorted.
 */
function waiting(reader: Reader, mailbox: string, priority: number) {
  return reader
    .selectFrom('outbox')
    .select(COLUMNS)
    .where('mailbox', '=', mailbox)
    .where('priority', '=', priority)
    .where('nextAt', 'is not', null)
    .where('status', '<>', 'sending')
    .orderBy('nextAt')
    .orderBy('id')
}

/** The few rows that leave although the sending is stopped. */
function amongThese(reader: Reader, ids: readonly number[], mailboxes: readonly string[]) {
  return reader
    .selectFrom('outbox')
    .select(COLUMNS)
    .where('id', 'in', ids)
    .where('mailbox', 'in', mailboxes)
    .where('nextAt', 'is not', null)
    .where('status', '<>', 'sending')
    .orderBy('nextAt')
}

function byAge(a: WaitingRow, b: WaitingRow): number {
  const [early, late] = [a.nextAt ?? '', b.nextAt ?? '']
  return early < late ? -1 : early > late ? 1 : a.id - b.id
}

/**
 * The next instant at which a mail of these mailboxes may be tried, among these rows where `only`
 * names some; null when none waits.
 */
export async function due(
  reader: Reader,
  mailboxes: readonly string[],
  only: readonly number[] | null = null,
): Promise<string | null> {
  if (only) {
    const [next] = await amongThese(reader, only, mailboxes).limit(1).execute()
    return next?.nextAt ?? null
  }
  let first: string | null = null
  for (const mailbox of mailboxes) {
    for (const priority of PRIORITIES) {
      const row = await waiting(reader, mailbox, priority).limit(1).executeTakeFirst()
      if (row?.nextAt && (first === null || row.nextAt < first)) first = row.nextAt
    }
  }
  return first
}

/** Names of mailboxes for which mails wait and that are not among the known ones. */
export async function strayMailboxes(reader: Reader, known: readonly string[]): Promise<string[]> {
  const strays: string[] = []
  // From one name to the next by the index, past all mails of the same name.
  for (let last = ''; ; ) {
    const next = await reader
      .selectFrom('outbox')
      .select('mailbox')
      .where('mailbox', '>', last)
      .where('nextAt', 'is not', null)
      .orderBy('mailbox')
      .limit(1)
      .executeTakeFirst()
    if (!next) return strays
    last = next.mailbox
    if (!known.includes(last)) strays.push(last)
  }
}
