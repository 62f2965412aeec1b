import type { Reader, Writer } from './database.ts'
import { sql } from './kysely.ts'

/**
 * A mail that may have arrived or not, and that nothing is done about until a person says what: its
 * end was never confirmed, or it waited when a backup was made.
 */
export interface AskedMail {
  id: number
  mailbox: string
  to: string
  subject: string
  template: string
  ticket: number | null
  /** How often its answer got lost. */
  doubts: number
  /** What is known of it. */
  error: string | null
}

/**
 * Neither is it to be tried, nor over: only what waits for an answer is so. The index
 * `outbox_asked` has it.
 */
export const ASKED = sql<boolean>`"nextAt" is null and "finishedAt" is null`

/** The same of a row that was read. */
export function isAsked(row: { nextAt: string | null; finishedAt: string | null }): boolean {
  return row.nextAt === null && row.finishedAt === null
}

/** All of them, or those of one ticket; the oldest first. */
export async function listAsked(reader: Reader, ticket?: number): Promise<AskedMail[]> {
  let query = reader
    .selectFrom('outbox')
    .where(ASKED)
    .select(['id', 'mailbox', 'recipient', 'subject', 'template', 'ticket', 'doubts', 'error'])
    .orderBy('id')
  if (ticket !== undefined) query = query.where('ticket', '=', ticket)
  const rows = await query.execute()
  return rows.map(({ recipient, ...row }) => ({ ...row, to: recipient }))
}

export async function countAsked(reader: Reader): Promise<number> {
  const { count } = await reader
    .selectFrom('outbox')
    .where(ASKED)
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return count
}

/**
 * A person knows that a mail in doubt arrived: it counts as sent. False where it is in no doubt.
 */
export async function markArrived(writer: Writer, id: number, now: string): Promise<boolean> {
  const { numUpdatedRows } = await writer
    .updateTable('outbox')
    .set({ status: 'sent', error: null, nextAt: null, finishedAt: now })
    .where('id', '=', id)
    .where('status', '=', 'uncertain')
    .executeTakeFirst()
  return numUpdatedRows > 0n
}
