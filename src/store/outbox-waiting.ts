import type { Reader, Writer } from './database.ts'

/** Which mails that wait are meant; without anything: all that are not in doubt. */
export interface WaitingFilter {
  /** `uncertain`: those in doubt instead, which may have arrived. */
  status?: 'queued' | 'uncertain'
  mailbox?: string
  template?: string
  ticket?: number
  /** Only what was written since this instant. */
  since?: string
}

/** What tells of a stop leaves all the same, and is never meant (`but`). */
export interface Waiting extends WaitingFilter {
  but: readonly number[]
}

/** A mail that was kept from being sent. */
export interface CancelledMail {
  id: number
  to: string
  ticket: number | null
}

export async function countWaiting(reader: Reader, wanted: Waiting): Promise<number> {
  const { count } = await waiting(reader, wanted)
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return count
}

/** Keeps the oldest of them, `most` at once, from being sent; `words` say who and why. */
export async function cancelWaiting(
  writer: Writer,
  wanted: Waiting,
  { words, now, most }: { words: string; now: string; most: number },
): Promise<CancelledMail[]> {
  const rows = await waiting(writer, wanted)
    .select(['id', 'recipient', 'ticket'])
    .orderBy('id')
    .limit(most)
    .execute()
  const ids = rows.map(({ id }) => id)
  if (ids.length > 0) {
    await writer
      .updateTable('outbox')
      .set(cancelledRow(words, now))
      .where('id', 'in', ids)
      .execute()
  }
  return rows.map(({ recipient, ...row }) => ({ ...row, to: recipient }))
}

/** What a row says that a person keeps from being sent. */
export function cancelledRow(words: string, now: string) {
  return { status: 'cancelled', error: words, nextAt: null, finishedAt: now }
}

function waiting(reader: Reader, { status = 'queued', mailbox, template, ...rest }: Waiting) {
  const { ticket, since, but } = rest
  let query = reader
    .selectFrom('outbox')
    .where('status', '=', status)
    .where('finishedAt', 'is', null)
  if (mailbox !== undefined) query = query.where('mailbox', '=', mailbox)
  if (template !== undefined) query = query.where('template', '=', template)
  if (ticket !== undefined) query = query.where('ticket', '=', ticket)
  if (since !== undefined) query = query.where('createdAt', '>=', since)
  if (but.length > 0) query = query.where('id', 'not in', [...but])
  return query
}
