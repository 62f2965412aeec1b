import type { Reader } from './database.ts'

/** What a person did to the sending, or to one mail of the outbox. */
export interface OutboxNews {
  id: number
  actor: string
  kind: (typeof KINDS)[number]
  data: { outbox?: number; because?: string | null }
}

const KINDS = [
  'sending-paused',
  'sending-resumed',
  'mail-cancelled',
  'mail-retried',
  'mail-arrived',
] as const

/** Events of long ago are no news, and are not read through to find some. */
const MOST = 10_000

/** What was done after this event and since this instant, among the newest events. */
export async function listOutboxNews(
  reader: Reader,
  after: number,
  since: string,
): Promise<OutboxNews[]> {
  const { newest } = await reader
    .selectFrom('event')
    .select((eb) => eb.fn.max<number | null>('id').as('newest'))
    .executeTakeFirstOrThrow()
  const rows = await reader
    .selectFrom('event')
    .select(['id', 'actor', 'kind', 'data'])
    .where('id', '>', Math.max(after, (newest ?? 0) - MOST))
    .where('at', '>=', since)
    .where('kind', 'in', KINDS)
    .orderBy('id')
    .execute()
  return rows.map(({ data, kind, ...row }) => ({
    ...row,
    kind: kind as OutboxNews['kind'],
    data: JSON.parse(data) as OutboxNews['data'],
  }))
}
