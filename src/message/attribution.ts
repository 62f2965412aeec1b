import { anyOf, wordsFor } from './languages/index.ts'
import { isBlank, isQuoted, type Line, nextFilled } from './lines.ts'

/** "On Monday, Ana wrote:" with the lines that it takes; both ends belong to it. */
export interface Attribution {
  start: number
  end: number
  /** True when what follows stands behind quote signs, so that only that is a quote. */
  quoted: boolean
}

/** Mail programs wrap it, but not further. */
const mostLines = 4
const longest = 500

const cjk = /[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/
const verbs = wordsFor('wrote')
// Chinese, Japanese and Korean write words without spaces around them.
const verb = new RegExp(
  String.raw`(?<!\p{L})(?:${anyOf(verbs.filter((word) => !cjk.test(word)))})(?!\p{L})|${anyOf(verbs.filter((word) => cjk.test(word)))}`,
  'iu',
)
const opening = new RegExp(String.raw`^\W{0,3}(?:${anyOf(wordsFor('on'))})(?!\p{L}).*\d`, 'iu')
/** A colon, or the dashes of Zoho and the arrows of GroupWise on both sides. */
const ending = /[:：]\W{0,3}$|^\s{0,3}-{3,}\s.{1,400}\s-{3,}$|^>>> .{1,400} >>>$/
const date = /\d{1,2}[:.h]\d{2}|\d{4}[-./年년]|[-./ ]\d{4}|\d{1,2}[-./]\d{1,2}/
const dateAndTime = /(?:(?:19|20)\d{2}|\d{1,2}[-./]\d{1,2}[-./]\d{2}).{0,40}\d{1,2}[:.]\d{2}/
const address = /[^\s<>()[\]"]@[^\s<>()[\]"]+\.[^\s<>()[\]"]/

/**
 * The attribution that ends in line `end`, or null. Asked for every line, so it is cheap for most.
 */
export function attributionEndingAt(lines: Line[], end: number): Attribution | null {
  const last = lines[end]
  if (!last || !(ending.test(last.text) || isBareAbove(lines, end))) return null
  const following = nextFilled(lines, end + 1)
  const quoted = following !== undefined && isQuoted(lines[following])
  let found: Attribution | null = null
  let known = 0
  let text = ''
  for (let start = end; start >= 0 && end - start < mostLines; start--) {
    const line = lines[start]
    if (!line || isBlank(line) || (isQuoted(line) && start < end)) break
    text = `${line.text.trim()} ${text}`
    if (text.length > longest) break
    if (!reads(text, quoted)) continue
    if (opening.test(line.text) && (quoted || standsAlone(text) || /(?:19|20)\d{2}/.test(text)))
      return { start: withNameAbove(lines, start, text), end, quoted }
    if (!quoted && !standsAlone(text)) continue
    // Wrapped in the middle: who, or when, is in the line above.
    const knows = Number(date.test(text)) + Number(address.test(text))
    if (!found || knows > known) found = { start: withNameAbove(lines, start, text), end, quoted }
    known = knows
  }
  return found
}

/** Who and when without a colon: only right above what is quoted. */
function isBareAbove(lines: Line[], at: number): boolean {
  const text = lines[at]?.text ?? ''
  return isQuoted(lines[at + 1]) && address.test(text) && date.test(text) && /\d:\d{2}/.test(text)
}

/**
 * True for a line that only looks quoted: GroupWise puts arrows around who wrote, and a program
 * that wraps `<ana@example.com> wrote:` leaves its second half behind a `>`.
 */
export function isWrittenByProgram(lines: Line[], at: number): boolean {
  const text = lines[at]?.text ?? ''
  if (/^>>> .{1,400}\d.{0,20} >>>$/.test(text)) return true
  return (
    /^>\s{0,2}[^\s>].{0,40}[:：]$/.test(text) &&
    /^[^<>]{0,100}<?[^\s<>]+@[^\s<>]+$/.test(lines[at - 1]?.text ?? '')
  )
}

/** Programs that write the name first may wrap behind it, or between it and "on Monday … wrote". */
function withNameAbove(lines: Line[], start: number, text: string): number {
  const above = lines[start - 1]?.text.trim() ?? ''
  // Wrapped between a name and its address: what stands there is no sentence.
  const isName = /^[^<>@:.!?]{2,80}$/.test(above) && above.split(' ').length <= 4
  if (/^<[^\s<>]+@[^\s<>]+>/.test(lines[start]?.text ?? '') && isName) return start - 1
  return !address.test(text) && /^[^<>:]{0,80}<[^\s<>]+@[^\s<>]+>,?$/.test(above)
    ? start - 1
    : start
}

/** True for a text that says who wrote when; a quote right below makes up for a missing date. */
function reads(text: string, quoted: boolean): boolean {
  if (verb.test(text)) return quoted || date.test(text) || address.test(text)
  return dateAndTime.test(text) && address.test(text)
}

/** Without quote signs below it has to be sure: a person may write "as he wrote in 2019:" too. */
function standsAlone(text: string): boolean {
  return address.test(text) || dateAndTime.test(text)
}
