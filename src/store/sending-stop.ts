import type { Reader, Writer } from './database.ts'
import { deleteMeta, getMeta, setMeta } from './meta.ts'

/** Nothing is sent until a person lets it go on. */
export interface SendingStop {
  at: string
  /** Who stopped it: an address, `operator`, or `ticketd` by itself. */
  by: string
  because: string | null
  /** Rows of the outbox that leave all the same: they tell of the stop. */
  but: number[]
}

const STOPPED = 'sending-stopped'
/** The last row that was there when somebody let the sending go on. */
const LET_GO = 'sending-let-go'

/** Null: mail leaves. */
export async function findStop(reader: Reader): Promise<SendingStop | null> {
  return (await getMeta<SendingStop>(reader, STOPPED)) ?? null
}

export async function setStop(writer: Writer, stop: SendingStop): Promise<void> {
  await setMeta(writer, STOPPED, stop)
}

/** Mail leaves again; what waits now was seen by a person and sets off no alarm any more. */
export async function endStop(writer: Writer): Promise<void> {
  await deleteMeta(writer, STOPPED)
  await setMeta(writer, LET_GO, await newestRow(writer))
}

/**
 * Whether more than `most` mails were written from an instant until now, and nobody has let them go.
 * Those of a time to come were written before the clock was set back: nobody knows how long ago. Two
 * rows are looked at, however many there are: their numbers follow each other.
 */
export async function wereMoreWritten(
  reader: Reader,
  most: number,
  { since, now }: { since: string; now: string },
): Promise<boolean> {
  const first = (await newestRow(reader)) - most
  if (first <= ((await getMeta<number>(reader, LET_GO)) ?? 0)) return false
  const row = await reader
    .selectFrom('outbox')
    .select('createdAt')
    .where('id', '<=', first)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row !== undefined && row.createdAt > since && row.createdAt <= now
}

/** The number of the newest mail of the outbox; 0 where there is none. */
export async function newestRow(reader: Reader): Promise<number> {
  const row = await reader
    .selectFrom('outbox')
    .select((eb) => eb.fn.max<number | null>('id').as('newest'))
    .executeTakeFirstOrThrow()
  return row.newest ?? 0
}
