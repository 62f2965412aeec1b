import type { AnswerCounts } from '../decision/facts.ts'
import type { Reader, Writer } from './database.ts'
import { prepared } from './prepared.ts'

export type AnswerKind =
  | 'answer'
  | 'confirmation'
  | 'unknown'
  | 'registration'
  /** None was given, and the administrators were told so. */
  | 'stopped'

/** Stands for all unknown addresses together. */
export const ALL_UNKNOWN = '*'

const insertAnswer = prepared((db, v: { address: string; kind: string; at: string }) =>
  db.insertInto('answered').values({ address: v.address, kind: v.kind, at: v.at }),
)

const answersTo = prepared((db, v: { address: string; since: string; now: string }) =>
  db
    .selectFrom('answered')
    .select(['address', 'kind', 'at'])
    .where('address', 'in', [v.address, ALL_UNKNOWN])
    .where('at', '>', v.since)
    .where('at', '<=', v.now)
    .limit(1000),
)

const countUnknown = prepared((db, v: { since: string; now: string }) =>
  db
    .selectFrom('answered')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('kind', 'in', ['unknown', 'registration'])
    .where('at', '>', v.since)
    .where('at', '<=', v.now),
)

/** Counts an automatic answer, so that the next ones can be limited. */
export async function addAnswer(
  writer: Writer,
  address: string,
  kind: AnswerKind,
  at: string,
): Promise<void> {
  await insertAnswer(writer, { address, kind, at })
}

/**
 * How many automatic answers were given within the last hour and day. Those of a time to come were
 * given while the clock was wrong, and limit nobody until then.
 */
export async function countAnswers(
  reader: Reader,
  address: string,
  now: number,
): Promise<AnswerCounts> {
  const hourAgo = new Date(now - 3_600_000).toISOString()
  const dayAgo = new Date(now - 86_400_000).toISOString()
  const until = new Date(now).toISOString()
  const { rows } = await answersTo(reader, { address, since: dayAgo, now: until })
  const own = rows.filter((row) => row.address === address)
  const unknown = await countUnknown(reader, { since: hourAgo, now: until })
  const isStopped = (whose: string) =>
    rows.some((row) => row.address === whose && row.kind === 'stopped')
  const answers = own.filter((a) => a.kind !== 'confirmation' && a.kind !== 'stopped')
  return {
    toAddress: { hour: answers.filter((a) => a.at > hourAgo).length, day: answers.length },
    confirmationsToAddress: own.filter((a) => a.kind === 'confirmation' && a.at > hourAgo).length,
    toUnknown: unknown.rows[0]?.count ?? 0,
    stopped: { address: isStopped(address), unknown: isStopped(ALL_UNKNOWN) },
    registrationToday: own.filter((a) => a.kind === 'registration').length,
  }
}

/** What is older than a day limits nobody any more. */
export async function forgetAnswers(writer: Writer, before: string): Promise<void> {
  await writer.deleteFrom('answered').where('at', '<', before).execute()
}
