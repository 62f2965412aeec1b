import type { Reader } from './database.ts'
import { sql } from './kysely.ts'
import { countAsked } from './outbox-asked.ts'

/** What waits in the store, and since when. Instants. */
export interface Pulse {
  /** Mails that wait to be decided, and the arrival of the oldest. */
  undecided: number
  undecidedSince: string | null
  /** Mails that wait for a person. */
  held: number
  quarantined: number
  /** Mails of the outbox by what may be done about them; the sent are not counted. */
  outbox: Record<(typeof UNFINISHED)[number], number>
  /** Mails in doubt that wait until a person says what to do. */
  asked: number
  /** When the oldest mail that waits to leave was written. */
  queuedSince: string | null
}

const UNFINISHED = ['queued', 'sending', 'uncertain', 'failed'] as const

/** Answered from indexes alone, so that it may be asked every few seconds. */
export async function readPulse(reader: Reader): Promise<Pulse> {
  const outbox = { queued: 0, sending: 0, uncertain: 0, failed: 0 }
  for (const status of UNFINISHED) outbox[status] = await countOutboxWith(reader, status)
  return {
    ...(await readUndecided(reader)),
    held: await countOutcome(reader, 'held'),
    quarantined: await countOutcome(reader, 'quarantined'),
    outbox,
    asked: await countAsked(reader),
    queuedSince: await oldestQueued(reader),
  }
}

async function readUndecided(reader: Reader): Promise<Pick<Pulse, 'undecided' | 'undecidedSince'>> {
  const received = reader.selectFrom('ledger').where('state', '=', sql.lit('received'))
  const { count } = await received
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  const first = await received.select('receivedAt').orderBy('id').limit(1).executeTakeFirst()
  return { undecided: count, undecidedSince: first?.receivedAt ?? null }
}

async function countOutcome(reader: Reader, outcome: string): Promise<number> {
  const { count } = await reader
    .selectFrom('ledger')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('outcome', '=', outcome)
    .executeTakeFirstOrThrow()
  return count
}

async function countOutboxWith(reader: Reader, status: string): Promise<number> {
  const { count } = await reader
    .selectFrom('outbox')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('status', '=', status)
    .executeTakeFirstOrThrow()
  return count
}

async function oldestQueued(reader: Reader): Promise<string | null> {
  const row = await reader
    .selectFrom('outbox')
    .select('createdAt')
    .where('status', '=', 'queued')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst()
  return row?.createdAt ?? null
}
