import { isTemporary, sentence } from '../errors.ts'
import { asStoreFailure } from '../store/faults.ts'
import { letterOf, type OutboxRow } from '../store/outbox.ts'
import type { Result } from '../store/outbox-settling.ts'
import { isOver, waitAfter } from './backoff.ts'
import { addressText } from './headers.ts'
import { type Making, makeMail } from './mime.ts'
import type { Answer, SmtpConnection } from './smtp.ts'
import { type Verdict, verdictOn } from './verdict.ts'

/** How long a mail is tried, in milliseconds. */
export interface Patience {
  giveUpAfter: number
  /** A mail in doubt is sent once more after this; null: a person is asked instead. */
  uncertainAfter: number | null
}

export interface Moment {
  now: number
  /** In [0, 1). */
  random: number
}

/**
 * One mail over one connection. Throws what makes the mail impossible, never what the server says.
 */
export async function sendRow(
  connection: SmtpConnection,
  row: OutboxRow,
  making: Making,
): Promise<Answer> {
  const envelope = { from: addressText(row.envelopeFrom), to: addressText(row.recipient) }
  const maxBytes = Math.min(making.maxBytes, connection.maxBytes ?? Number.POSITIVE_INFINITY)
  const mail = await makeMail(letterOf(row), { ...making, maxBytes })
  try {
    return await connection.send(envelope, mail.bytes)
  } finally {
    // What is left of its files is not worth the answer of the server.
    await mail.release().catch(() => {})
  }
}

/** True when a connection was found dead before it had carried anything of the mail to its end. */
export function isStale(answer: Answer): boolean {
  if (answer.taken) return false
  const { code, endWritten } = answer.trouble
  return !endWritten && (code === null || code === 421)
}

/** What an answer means for the row; `account` is for who owns the connection. */
export function resultOf(
  row: OutboxRow,
  answer: Answer,
  patience: Patience,
  moment: Moment,
): Result | Extract<Verdict, { kind: 'account' }> {
  if (answer.taken) {
    const { serverMessageId, words } = answer
    return { kind: 'sent', serverMessageId, words }
  }
  const verdict = verdictOn(answer.trouble)
  switch (verdict.kind) {
    case 'temporary':
      return again(row, verdict.words, patience, moment)
    case 'uncertain': {
      const { uncertainAfter } = patience
      // A server that answers nobody would get copy after copy: of the second
      // doubt a person is asked.
      const asks = uncertainAfter === null || row.doubts > 0
      const nextAt = asks ? null : instant(moment.now + uncertainAfter)
      return { kind: 'uncertain', words: verdict.words, nextAt }
    }
    case 'failed':
    case 'account':
      return verdict
  }
}

/** It may be mended within the hour: a refusal that says "never" is believed at this try. */
const BELIEVED_AT = 5

/** What a mail becomes that alone is refused because of us, where those to others are taken. */
export function refusedAlone(
  row: OutboxRow,
  words: string,
  patience: Patience,
  at: Moment,
): Result {
  return row.attempts < BELIEVED_AT ? again(row, words, patience, at) : { kind: 'failed', words }
}

/** What a mail becomes of which no bytes could be made: it fails alone, or waits for the store. */
export function unmade(row: OutboxRow, error: unknown, patience: Patience, moment: Moment): Result {
  const words = `The mail could not be made: ${sentence(error)}`
  return isTemporary(asStoreFailure(error))
    ? again(row, words, patience, moment)
    : { kind: 'failed', words }
}

export function untried({ now }: Moment): Result {
  return { kind: 'untried', words: null, nextAt: instant(now) }
}

function again(row: OutboxRow, words: string, { giveUpAfter }: Patience, at: Moment): Result {
  if (isOver(row.attempts, giveUpAfter)) {
    return { kind: 'failed', words: `Given up after ${row.attempts} tries: ${words}` }
  }
  const nextAt = instant(at.now + waitAfter(row.attempts, giveUpAfter, at.random))
  return { kind: 'waiting', words, nextAt }
}

/** UTC ISO-8601 text of a time in milliseconds. */
export function instant(ms: number): string {
  return new Date(ms).toISOString()
}
