import type { Reader, Writer } from './database.ts'
import { sql } from './kysely.ts'
import type { OutboxRow } from './outbox.ts'
import { ASKED, isAsked } from './outbox-asked.ts'
import { cancelledRow } from './outbox-waiting.ts'

export type OutboxStatus =
  | 'queued'
  | 'sending'
  | 'sent'
  | 'failed'
  | 'uncertain'
  /** Kept back by itself: its address cannot be reached, or it became untrue. */
  | 'suppressed'
  /** Kept back by a person. */
  | 'cancelled'

/** One line of `outbox list`. */
export interface OutboxItem {
  id: number
  to: string
  subject: string
  template: string
  status: OutboxStatus
  attempts: number
  ticket: number | null
  messageId: string
  /** It is in doubt, and waits until a person says what to do. */
  asked: boolean
  /** Why it was not sent: the server's words, who cancelled it, why it was kept back. */
  error: string | null
}

export interface OutboxFilter {
  status?: OutboxStatus
  ticket?: number
  /** Only mails in doubt that wait until a person says what to do. */
  asked?: boolean
  /** Only rows with smaller ids: the next page. */
  before?: number
  limit: number
}

/** Newest first. */
export async function listOutbox(reader: Reader, filter: OutboxFilter): Promise<OutboxItem[]> {
  let query = reader
    .selectFrom('outbox')
    .select(['id', 'recipient', 'subject', 'template', 'status', 'attempts', 'ticket', 'messageId'])
    .select(['error', 'nextAt', 'finishedAt'])
    .orderBy('id', 'desc')
    .limit(filter.limit)
  if (filter.status !== undefined) query = query.where('status', '=', filter.status)
  if (filter.ticket !== undefined) query = query.where('ticket', '=', filter.ticket)
  if (filter.asked) query = query.where(ASKED)
  if (filter.before !== undefined) query = query.where('id', '<', filter.before)
  const rows = await query.execute()
  return rows.map(({ recipient, status, ...row }) => ({
    id: row.id,
    to: recipient,
    subject: row.subject,
    template: row.template,
    status: status as OutboxStatus,
    attempts: row.attempts,
    ticket: row.ticket,
    messageId: row.messageId,
    asked: isAsked(row),
    error: row.error,
  }))
}

/** The whole row; undefined when there is none. */
export async function showOutbox(reader: Reader, id: number): Promise<OutboxRow | undefined> {
  return reader
    .selectFrom('outbox')
    .leftJoin('outboxText', 'outboxId', 'id')
    .selectAll('outbox')
    .select(['text', 'html'])
    .where('id', '=', id)
    .executeTakeFirst()
}

/** The ticket that a mail was about; null when it was about none, or is none. */
export async function findOutboxTicket(reader: Reader, id: number | null): Promise<number | null> {
  if (id === null) return null
  const row = await reader
    .selectFrom('outbox')
    .select('ticket')
    .where('id', '=', id)
    .executeTakeFirst()
  return row?.ticket ?? null
}

/**
 * Sends a mail that had ended (failed, uncertain, suppressed, cancelled), or that waits, now and as
 * if for the first time. False when it is being sent, was sent, or its text is gone.
 */
export async function retryOutbox(writer: Writer, id: number, now: string): Promise<boolean> {
  const result = await writer
    .updateTable('outbox')
    .set({
      status: sql<string>`case when "doubts" > 0 then 'uncertain' else 'queued' end`,
      attempts: 0,
      error: null,
      nextAt: now,
      finishedAt: null,
    })
    .where('id', '=', id)
    .where('status', 'in', ['failed', 'uncertain', 'suppressed', 'cancelled', 'queued'])
    .where(({ exists, selectFrom }) =>
      exists(selectFrom('outboxText').select('outboxId').where('outboxId', '=', id)),
    )
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}

/**
 * Keeps a mail that waits from being sent; `words` say who and why. False when it does not wait.
 */
export async function cancelOutbox(
  writer: Writer,
  id: number,
  words: string,
  now: string,
): Promise<boolean> {
  const result = await writer
    .updateTable('outbox')
    .set(cancelledRow(words, now))
    .where('id', '=', id)
    .where('status', 'in', ['queued', 'uncertain'])
    .where('finishedAt', 'is', null)
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}

/**
 * Lets go of the texts of mails that ended before this instant, among the `limit` oldest that are
 * kept after the row `after`. Gives where to go on; null when the rest is younger.
 */
export async function emptyBodies(
  writer: Writer,
  before: string,
  after = 0,
  limit = 500,
): Promise<number | null> {
  const kept = await writer
    .selectFrom('outboxText')
    .innerJoin('outbox', 'id', 'outboxId')
    .select(['outboxId', 'createdAt', 'finishedAt'])
    .where('outboxId', '>', after)
    .orderBy('outboxId')
    .limit(limit)
    .execute()
  const old = kept.filter(({ finishedAt }) => finishedAt !== null && finishedAt < before)
  if (old.length > 0) {
    const ids = old.map(({ outboxId }) => outboxId)
    await writer.deleteFrom('outboxText').where('outboxId', 'in', ids).execute()
  }
  // What was written later has not ended before.
  const last = kept.at(-1)
  return last && kept.length === limit && last.createdAt < before ? last.outboxId : null
}
