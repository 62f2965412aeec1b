import type { Selectable } from 'kysely'
import type { Reader, Writer } from './database.ts'
import { idHash } from './hash.ts'
import { sql } from './kysely.ts'
import { columns, prepared } from './prepared.ts'
import type { LedgerTable } from './schema.ts'

/** One mail ever seen, with its present outcome. */
export type LedgerRow = Selectable<LedgerTable>

export interface Arrival {
  mailboxId: number
  uidValidity: number | null
  uid: number | null
  rawId: number | null
  size: number
  sha256: string | null
  internalDate: string | null
  receivedAt: string
  quiet: boolean
  reread: boolean
  /** There is nobody to tell: the mail came by a pipe. */
  acknowledged: boolean
}

/**
 * Writes the rows of mails that arrived, all in one mailbox and each at a place of its own, and
 * gives their ids; null for a place that is known already.
 */
export async function addArrivals(
  writer: Writer,
  arrivals: readonly Arrival[],
): Promise<(number | null)[]> {
  const ids = new Map<number | null, number>()
  for (let i = 0; i < arrivals.length; i += ROWS) {
    const added = await writer
      .insertInto('ledger')
      .values(arrivals.slice(i, i + ROWS).map(rowOf))
      .onConflict((c) => c.columns(['mailboxId', 'uidValidity', 'uid']).doNothing())
      .returning(['id', 'uid'])
      .execute()
    for (const { id, uid } of added) ids.set(uid, id)
  }
  return arrivals.map(({ uid }) => ids.get(uid) ?? null)
}

/** Rows of one insert: SQLite takes 32,766 values in a statement. */
const ROWS = 500

function rowOf(arrival: Arrival) {
  return {
    ...arrival,
    quiet: Number(arrival.quiet),
    reread: Number(arrival.reread),
    acknowledged: Number(arrival.acknowledged),
    state: 'received',
    attempts: 0,
  }
}

/** What is known of a mail once it was read. */
export interface Reading {
  fingerprint: string | null
  messageId: string | null
  fromAddress: string | null
  subject: string
  date: string | null
}

export interface Settlement {
  outcome: string
  reason: string
  ticket: number | null
  duplicateOf: number | null
  actor: string
  detail: unknown
  at: string
}

type Decided = Pick<LedgerRow, 'id' | 'outcome' | 'reason' | 'ticket' | 'duplicateOf' | 'decidedAt'>
type Read = Pick<
  LedgerRow,
  'fingerprint' | 'messageId' | 'messageIdHash' | 'fromAddress' | 'subject' | 'date'
>

const updateRead = prepared((db, v: Decided & Read) =>
  updateDecided(db, v).set(
    columns(v, 'fingerprint', 'messageId', 'messageIdHash', 'fromAddress', 'subject', 'date'),
  ),
)

const updateUnread = prepared((db, v: Decided) => updateDecided(db, v))

function updateDecided(db: Reader, v: Decided) {
  return db
    .updateTable('ledger')
    .set({ state: 'decided', instruction: null })
    .set(columns(v, 'outcome', 'reason', 'ticket', 'duplicateOf', 'decidedAt'))
    .where('id', '=', v.id)
    .where('state', '=', 'received')
}

const insertHistory = prepared(
  (
    db,
    v: {
      ledgerId: number
      at: string
      actor: string
      outcome: string
      reason: string
      detail: string
    },
  ) =>
    db.insertInto('ledgerHistory').values({
      ledgerId: v.ledgerId,
      at: v.at,
      actor: v.actor,
      outcome: v.outcome,
      reason: v.reason,
      detail: v.detail,
    }),
)

/**
 * Takes the mail out of `received` for good, with what its history says. False: see `settleRow`.
 */
export async function settle(
  writer: Writer,
  id: number,
  reading: Reading | null,
  s: Settlement,
): Promise<boolean> {
  if (!(await settleRow(writer, id, reading, s))) return false
  await addHistory(writer, id, s)
  return true
}

/**
 * The first write of commit 2: takes the mail out of `received`. False when somebody else
 * has settled it in the meantime; then nothing may follow. Its history is written when all
 * that followed is known.
 */
export async function settleRow(
  writer: Writer,
  id: number,
  reading: Reading | null,
  s: Omit<Settlement, 'actor' | 'detail'>,
): Promise<boolean> {
  const { outcome, reason, ticket, duplicateOf, at: decidedAt } = s
  const decided = { id, outcome, reason, ticket, duplicateOf, decidedAt }
  const { numAffectedRows } = reading
    ? await updateRead(writer, {
        ...decided,
        ...reading,
        messageIdHash: reading.messageId === null ? null : idHash(reading.messageId),
      })
    : await updateUnread(writer, decided)
  return (numAffectedRows ?? 0n) > 0n
}

export async function addHistory(
  writer: Writer,
  ledgerId: number,
  s: Pick<Settlement, 'outcome' | 'reason' | 'actor' | 'detail' | 'at'>,
): Promise<void> {
  const { at, actor, outcome, reason } = s
  const detail = JSON.stringify(s.detail ?? null)
  await insertHistory(writer, { ledgerId, at, actor, outcome, reason, detail })
}

const updateTicket = prepared((db, v: { id: number; ticket: number }) =>
  db.updateTable('ledger').set({ ticket: v.ticket }).where('id', '=', v.id),
)

export async function setTicket(writer: Writer, id: number, ticket: number): Promise<void> {
  await updateTicket(writer, { id, ticket })
}

/** Mails that wait for a decision, oldest first: those of one mailbox, or of all but some. */
export async function listReceived(
  reader: Reader,
  after: number,
  limit: number,
  { of, except = [] }: { of?: number; except?: readonly number[] } = {},
): Promise<LedgerRow[]> {
  let query = reader
    .selectFrom('ledger')
    .selectAll()
    .where('state', '=', sql.lit('received'))
    .where('id', '>', after)
  // `+`: by the index of the few that wait, not of all mails that a mailbox ever had.
  if (of !== undefined) query = query.where(sql`+"mailboxId"`, '=', of)
  if (except.length > 0) query = query.where(sql`+"mailboxId"`, 'not in', except)
  return await query.orderBy('id').limit(limit).execute()
}

/**
 * Noted before it is tried: a mail that kills the process is known by its count. -1 takes it back.
 */
export async function noteAttempt(writer: Writer, id: number, by: 1 | -1): Promise<void> {
  await writer
    .updateTable('ledger')
    .set((eb) => ({ attempts: eb('attempts', '+', by) }))
    .where('id', '=', id)
    .where('state', '=', 'received')
    .execute()
}

/** Puts a settled mail back to be decided again, with what a person asked for. */
export async function putBack(writer: Writer, id: number, instruction: unknown): Promise<boolean> {
  const update = await writer
    .updateTable('ledger')
    .set({ state: 'received', attempts: 0, instruction: JSON.stringify(instruction) })
    .where('id', '=', id)
    .where('state', '=', 'decided')
    .executeTakeFirst()
  return update.numUpdatedRows > 0n
}

export async function findMail(reader: Reader, id: number): Promise<LedgerRow | undefined> {
  return await reader.selectFrom('ledger').selectAll().where('id', '=', id).executeTakeFirst()
}
