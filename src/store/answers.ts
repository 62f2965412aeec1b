import type { AnswerCounts } from '../decision/facts.ts'
import type { Reader, Writer } from './database.ts'

export type AnswerKind =
  | 'answer'
  | 'confirmation'
  | 'unknown'
  | 'registration'
  /** None was given, and the administrators were told so. */
  | 'stopped'

/** Stands for all unknown addresses together. */
export const ALL_UNKNOWN = '*'

/** Counts an automatic answer, so that the next ones can be limited. */
export async function addAnswer(
  writer: Writer,
  address: string,
  kind: AnswerKind,
  at: string,
): Promise<void> {
  await writer.insertInto('answered').values({ address, kind, at }).execute()
}

/** How many automatic answers were given within the last hour and day. */
export async function countAnswers(
  reader: Reader,
  address: string,
  now: number,
): Promise<AnswerCounts> {
  const hourAgo = new Date(now - 3_600_000).toISOString()
  const dayAgo = new Date(now - 86_400_000).toISOString()
  const own = await reader
    .selectFrom('answered')
    .select(['kind', 'at'])
    .where('address', '=', address)
    .where('at', '>', dayAgo)
    .limit(1000)
    .execute()
  const toUnknown = await reader
    .selectFrom('answered')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('kind', 'in', ['unknown', 'registration'])
    .where('at', '>', hourAgo)
    .executeTakeFirstOrThrow()
  const stopped = await reader
    .selectFrom('answered')
    .select('address')
    .where('address', 'in', [address, ALL_UNKNOWN])
    .where('kind', '=', 'stopped')
    .where('at', '>', dayAgo)
    .execute()
  const isStopped = (whose: string) => stopped.some((row) => row.address === whose)
  const answers = own.filter((a) => a.kind !== 'confirmation' && a.kind !== 'stopped')
  return {
    toAddress: { hour: answers.filter((a) => a.at > hourAgo).length, day: answers.length },
    confirmationsToAddress: own.filter((a) => a.kind === 'confirmation' && a.at > hourAgo).length,
    toUnknown: toUnknown.count,
    stopped: { address: isStopped(address), unknown: isStopped(ALL_UNKNOWN) },
    registrationToday: own.filter((a) => a.kind === 'registration').length,
  }
}

/** What is older than a day limits nobody any more. */
export async function forgetAnswers(writer: Writer, before: string): Promise<void> {
  await writer.deleteFrom('answered').where('at', '<', before).execute()
}
