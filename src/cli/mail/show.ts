import { pipeline } from 'node:stream/promises'
import type { Config } from '../../config/schema.ts'
import type { Authenticity } from '../../decision/authenticity.ts'
import type { Asked, Tried } from '../../decision/decision.ts'
import { noMail } from '../../engine/act/no-mail.ts'
import { Failure } from '../../errors.ts'
import type { Store } from '../../store/database.ts'
import { findListedMail, type ListedMail, listHistory } from '../../store/ledger-view.ts'
import type { RawStore } from '../../store/raw.ts'
import { asCalled } from '../called.ts'
import type { Io } from '../io.ts'
import { showInstant, showText } from '../show.ts'
import { historyLines, whyLines } from '../why.ts'
import { mailItem } from './list.ts'
import type { Words } from './words.ts'

interface Detail {
  evidence?: Tried[]
  authentication?: Authenticity
  rules?: Asked[]
}

/** A mail with its history, and what its last decision rested on. */
export async function readMail({ read: reader, raw }: Store, config: Config, id: number) {
  const row = await findListedMail(reader, id)
  if (!row) throw noMail(id)
  const history = await listHistory(reader, id)
  const details = history.map((one) => JSON.parse(one.detail) as Detail | null)
  const detail = details.findLast((one) => one?.rules !== undefined)
  return {
    id,
    rawId: row.rawId,
    shown: {
      ...mailItem(row),
      received: row.receivedAt,
      date: row.date,
      size: row.size,
      attempts: row.attempts,
      quiet: row.quiet === 1,
      duplicateOf: row.duplicateOf,
      suggestion: suggestionFor(row),
      words: isUnread(row) ? await wordsOf(config, raw, row.rawId) : null,
      authentication: detail?.authentication ?? null,
      evidence: detail?.evidence ?? [],
      rules: detail?.rules ?? [],
      history: history.map(({ at, actor, outcome, reason }) => ({ at, actor, outcome, reason })),
    },
  }
}

/**
 * It stands in no conversation where somebody could read it. What could not be
 * read once is left alone.
 */
function isUnread(row: ListedMail): row is ListedMail & { rawId: number } {
  return row.rawId !== null && (row.outcome === 'held' || row.outcome === 'referred')
}

/** The parser is loaded only where it is needed. */
async function wordsOf(config: Config, raw: RawStore, rawId: number): Promise<Words> {
  const { readWords } = await import('./words.ts')
  return await readWords(config, raw, rawId)
}

/**
 * What a person can do with a mail that became part of nothing; null where nothing has to be done.
 */
function suggestionFor({ id, state, outcome, ticket, rawId }: ListedMail): string | null {
  if (state === 'received' || rawId === null) return null
  if (outcome === 'quarantined') {
    return `after the fault is mended: ticketd mail replay ${id}; else: ticketd mail discard ${id}`
  }
  if (outcome !== 'held' && outcome !== 'referred') return null
  const into = ticket === null ? 'a ticket of its own' : `ticket ${ticket}`
  const other = ticket === null ? '' : ' (or another: --ticket N)'
  return `into ${into}: ticketd mail release ${id}${other}; put away: ticketd mail discard ${id}`
}

type Read = Awaited<ReturnType<typeof readMail>>

export function printMail(io: Io, mail: Read['shown'], timeZone: string): void {
  const { authentication, evidence, rules, history } = mail
  const lines = [
    `Mail ${mail.id}: ${mail.outcome ?? 'waiting'}${mail.ticket === null ? '' : ` (ticket ${mail.ticket})`}`,
    `because   ${mail.reason ?? ''}`,
    `from      ${mail.from ?? '-'}`,
    `subject   ${showText(mail.subject ?? '-')}`,
    `received  ${showInstant(mail.received, timeZone)} (${timeZone}), ${mail.mailbox}, ${mail.size} bytes`,
    ...(mail.suggestion === null ? [] : [`you can   ${asCalled(mail.suggestion, io)}`]),
    ...whyLines(authentication, evidence),
    ...rules.flatMap((it) => (it.answer === null ? [] : [`rule      ${it.rule}: ${it.answer}`])),
    ...historyLines(history, timeZone),
    ...(mail.words ? linesOf(mail.words) : []),
  ]
  io.out(`${lines.join('\n')}\n`)
}

function linesOf({ text, attachments }: Words): string[] {
  const names = attachments.map(
    ({ name, type, size }) => `[${showText(name)}, ${type}, ${size} bytes]`,
  )
  return ['', ...showText(text).split('\n'), ...names].map((line) => `  ${line}`.trimEnd())
}

/** The mail itself as JSON, for scripts. */
export function rawJson(raw: RawStore, { id, rawId }: Read) {
  if (rawId === null) throw notKept(id)
  return { id, base64: (raw.bytes(rawId) ?? Buffer.alloc(0)).toString('base64') }
}

function notKept(id: number): Failure {
  return new Failure('no-bytes', `The text of mail ${id} is not kept.`)
}

/** The mail itself to stdout, bytes unchanged, whatever its size. */
export async function writeRaw(raw: RawStore, { id, rawId }: Read): Promise<void> {
  if (rawId === null) throw notKept(id)
  await pipeline(raw.stream(rawId), process.stdout, { end: false })
}
