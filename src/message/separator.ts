import { anyOf, wordsFor } from './languages/index.ts'
import { type Line, nextFilled } from './lines.ts'
import { oneLineHeadAt } from './one-line-head.ts'
import { looksLikeHeadAt, quotedHeadAt } from './quoted-head.ts'

const between = (words: string) =>
  new RegExp(
    String.raw`^[\s>|]{0,8}[-_=*~—–]{2,40}\s*(?:${words})(?:\s.{0,80})?[-_=*~—–:\s]*$`,
    'iu',
  )
const original = between(anyOf(wordsFor('original')))
const forwardedWords = anyOf(wordsFor('forwarded'))
const forwarded = between(forwardedWords)
/** Apple Mail writes it without dashes. */
const forwardedBare = new RegExp(
  String.raw`^[\s>|*]{0,8}(?:${forwardedWords})[\s*]{0,3}[:：][\s*]{0,3}$`,
  'iu',
)
const rule = /^\s{0,3}(?:[_]{5,}|[-—–]{5,}|[=*]{10,})\s*$/
const titled = /^\s{0,3}[-—–_=]{4,}\s*[^\s-].{1,60}[^\s-]\s*[-—–_=]{4,}\s*$/

/** A line of dashes, underscores or equals signs, as it stands above an older mail. */
export function isRule(line: Line | undefined): boolean {
  return line !== undefined && rule.test(line.text)
}

/** "---------- Forwarded message ---------", or Apple Mail's "Begin forwarded message:". */
export function isForwardedSeparator(line: Line | undefined): boolean {
  if (line === undefined || line.text.length > 200) return false
  if (/^[\s>|]{0,8}[-_=*~—–]{2}/.test(line.text)) return forwarded.test(line.text)
  return /[:：][\s*]{0,3}$/.test(line.text) && forwardedBare.test(line.text)
}

/**
 * True for a line below which only an older mail follows: "-----Original Message-----", "Begin
 * forwarded message:", or a rule of any language right above a quoted head.
 */
export function isSeparatorAt(lines: Line[], at: number): boolean {
  const line = lines[at]
  if (!line || line.text.length < 5) return false
  if (oneLineHeadAt(lines, at)) return true
  if (line.text.length > 200) return false
  if (original.test(line.text) || isForwardedSeparator(line)) return true
  if (!rule.test(line.text) && !titled.test(line.text)) return false
  const next = nextFilled(lines, at + 1)
  return next !== undefined && (quotedHeadAt(lines, next) !== null || looksLikeHeadAt(lines, next))
}
