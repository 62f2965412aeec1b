import type { Writer } from './database.ts'
import { idHash } from './hash.ts'
import { sql } from './kysely.ts'

/** What became of one row that was noted `sending` under `epoch`. */
export type Settlement = { id: number; epoch: number } & Result

export type Result =
  /** Taken by the server, which may have given it another Message-ID; its words are for the log. */
  | { kind: 'sent'; serverMessageId: string | null; words?: string }
  /** Tried in vain; tried again at `nextAt`. */
  | { kind: 'waiting'; words: string; nextAt: string }
  | { kind: 'failed'; words: string }
  /**
   * Its end was sent and never confirmed; sent once more at `nextAt`. Null: it waits for a person.
   */
  | { kind: 'uncertain'; words: string; nextAt: string | null }
  /** Not tried, or refused for no fault of its own: as if it had not been noted. */
  | { kind: 'untried'; words: string | null; nextAt: string }

/**
 * Writes down what became of noted rows. A row that somebody else has noted since is left alone. A
 * mail in doubt stays `uncertain` when its copy was taken: it may have arrived twice.
 */
export async function settle(writer: Writer, results: Settlement[], now: string): Promise<void> {
  for (const epoch of new Set(results.map((it) => it.epoch))) {
    const taken = results.filter((it) => it.epoch === epoch && isPlainlySent(it))
    if (taken.length > 0)
      await settleSent(
        writer,
        epoch,
        taken.map((it) => it.id),
        now,
      )
  }
  for (const it of results) if (!isPlainlySent(it)) await settleOne(writer, it, now)
}

/** Nearly all are: they are written with one statement. */
function isPlainlySent(it: Settlement): boolean {
  return it.kind === 'sent' && it.serverMessageId === null
}

async function settleOne(writer: Writer, it: Settlement, now: string): Promise<void> {
  switch (it.kind) {
    case 'sent':
      await settleSent(writer, it.epoch, [it.id], now, it.serverMessageId)
      return
    case 'failed':
      await ours(writer, it.epoch, [it.id])
        .set({ status: 'failed', error: it.words, nextAt: null, finishedAt: now })
        .execute()
      return
    case 'uncertain':
      await ours(writer, it.epoch, [it.id])
        .set((row) => ({
          status: 'uncertain',
          error: it.words,
          doubts: row('doubts', '+', 1),
          nextAt: it.nextAt,
          finishedAt: null,
        }))
        .execute()
      return
    case 'waiting':
      await ours(writer, it.epoch, [it.id])
        .set({ status: asBefore, error: it.words, nextAt: it.nextAt })
        .execute()
      return
    case 'untried':
      await ours(writer, it.epoch, [it.id])
        .set((row) => ({
          status: asBefore,
          attempts: row('attempts', '-', 1),
          error: it.words,
          nextAt: it.nextAt,
        }))
        .execute()
  }
}

async function settleSent(
  writer: Writer,
  epoch: number,
  ids: number[],
  now: string,
  serverMessageId: string | null = null,
): Promise<void> {
  await ours(writer, epoch, ids)
    .set({
      status: sql<string>`case when "doubts" > 0 then 'uncertain' else 'sent' end`,
      error: sql<
        string | null
      >`case when "doubts" > 0 then 'The copy was taken; the first may have arrived as well.' end`,
      serverMessageId,
      serverIdHash: serverMessageId === null ? null : idHash(serverMessageId),
      nextAt: null,
      finishedAt: now,
    })
    .execute()
}

/** A mail came back: whatever was believed of it, it has failed, in the words of the report. */
export async function markUndelivered(
  writer: Writer,
  id: number,
  words: string,
  now: string,
): Promise<void> {
  await writer
    .updateTable('outbox')
    .set({ status: 'failed', error: words, nextAt: null, finishedAt: now })
    .where('id', '=', id)
    .where('status', 'not in', ['suppressed', 'cancelled'])
    .execute()
}

/** Only what is still ours: noted under this epoch, by nobody since. */
function ours(writer: Writer, epoch: number, ids: number[]) {
  return writer
    .updateTable('outbox')
    .where('id', 'in', ids)
    .where('epoch', '=', epoch)
    .where('status', '=', 'sending')
}

/** Waiting again: a mail in doubt shows that it is. */
const asBefore = sql<string>`case when "doubts" > 0 then 'uncertain' else 'queued' end`

export interface Recovery {
  /** Epoch of our lease; whoever had an older one is dead or has lost it. */
  epoch: number
  /**
   * When mails that are in doubt for the first time are sent once more; null: a person is asked.
   */
  againAt: string | null
}

/** A mail that was on its way so often when the process died is left to a person. */
const MOST_DEATHS = 5

/**
 * Rows that a dead owner left `sending` become `uncertain`: nobody knows whether the server has
 * them. To be sent once more at `againAt`, also when it was the copy: unlike an answer that got
 * lost, the death of the process does not even say that the copy was begun, and nothing may be
 * lost. Where a person is asked, they all wait for the answer. Returns how many.
 */
export async function recover(writer: Writer, { epoch, againAt }: Recovery): Promise<number> {
  const result = await writer
    .updateTable('outbox')
    .set((row) => ({
      status: 'uncertain',
      doubts: row('doubts', '+', 1),
      error: 'The sender ended before the answer of the server was written down.',
      nextAt: sql<string | null>`case when "doubts" + 1 < ${MOST_DEATHS} then ${againAt} end`,
    }))
    .where('status', '=', 'sending')
    .where('epoch', '<', epoch)
    .executeTakeFirst()
  return Number(result.numUpdatedRows)
}
