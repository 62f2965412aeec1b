import { attributionEndingAt, isWrittenByProgram } from './attribution.ts'
import { isDeviceLine, isLegalFooter, isListFooter, isSignatureLine } from './closing.ts'
import { isBlank, isQuoted, type Line, linesOf, nextFilled } from './lines.ts'
import type { Fold, FoldKind } from './mail.ts'
import { isMarker } from './marker.ts'
import { isField, quotedHeadAt } from './quoted-head.ts'
import { isRule, isSeparatorAt } from './separator.ts'

/** What each line is; null stays visible. */
type Kinds = (FoldKind | null)[]

/**
 * The parts of a text that are not newly written: quotes with what introduces them, signatures,
 * lines of devices, footers. In order and disjoint; with what lies between them they are the whole
 * text. Answers between quotes stay visible. One pass over the lines, whatever they say.
 */
export function foldText(text: string): Fold[] {
  const lines = linesOf(text)
  const kinds: Kinds = new Array<FoldKind | null>(lines.length).fill(null)
  markQuotes(lines, kinds)
  markSignature(lines, kinds)
  markClosings(lines, kinds)
  fillBlanks(lines, kinds)
  return foldsOf(text, lines, kinds)
}

/** The text without its folds. */
export function withoutFolds(text: string, folds: Fold[]): string {
  let out = ''
  let at = 0
  for (const fold of folds) {
    out += text.slice(at, fold.start)
    at = fold.end
  }
  return out + text.slice(at)
}

function markQuotes(lines: Line[], kinds: Kinds): void {
  const written = endOfFields(lines)
  let block: { start: number; ours: boolean } | null = null
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i]
    if (!line || isBlank(line)) continue
    if (isQuoted(line) && !isWrittenByProgram(lines, i)) {
      block ??= { start: i, ours: false }
      if (!block.ours && isMarker(line.text)) {
        block.ours = true
        markIntroduction(lines, kinds, block.start)
      }
      kinds[i] = 'quote'
      continue
    }
    block = null
    if (isMarker(line.text)) {
      if (!isAnswered(lines, kinds, i)) return
      markIntroduction(lines, kinds, i)
      kinds.fill('quote', i)
      return
    }
    const isSeparator = isSeparatorAt(lines, i)
    if (isSeparator || (i >= written && quotedHeadAt(lines, i))) {
      kinds.fill('quote', i)
      if (isSeparator) kinds[i] = 'separator'
      markRulesAbove(lines, kinds, i)
      return
    }
    const attribution = attributionEndingAt(lines, i)
    if (!attribution) continue
    kinds.fill('attribution', attribution.start, attribution.end + 1)
    if (attribution.quoted) continue
    if (isAnswered(lines, kinds, i)) kinds.fill('quote', i + 1)
    return
  }
}

/**
 * True when something visible stands above. Where nothing does and no signs mark the quote, the
 * answer may be anywhere below: then all of it stays visible.
 */
function isAnswered(lines: Line[], kinds: Kinds, before: number): boolean {
  return lines.some((line, i) => i < before && kinds[i] === null && !isBlank(line))
}

/** Fields that begin a text are what was written, by a web form or in a forward without a word. */
function endOfFields(lines: Line[]): number {
  let end = nextFilled(lines, 0) ?? 0
  while (isField(lines[end])) end++
  return end
}

/** Rules right above an older mail separate it, and nothing else. */
function markRulesAbove(lines: Line[], kinds: Kinds, quote: number): void {
  for (let i = quote - 1; i >= 0 && (isBlank(lines[i]) || isRule(lines[i])); i--) {
    if (isRule(lines[i]) && kinds[i] === null) kinds[i] = 'separator'
  }
}

/**
 * Our marker proves a quote in languages that we do not know: the lines right above its block that
 * end in a colon introduce it.
 */
function markIntroduction(lines: Line[], kinds: Kinds, block: number): void {
  let above = block - 1
  while (above >= 0 && isBlank(lines[above])) above--
  if (kinds[above] !== null || !/[:：]\W{0,3}$/.test(lines[above]?.text ?? '')) return
  for (let i = above; i >= 0 && i > above - 4 && !isBlank(lines[i]) && kinds[i] === null; i--) {
    kinds[i] = 'attribution'
  }
}

/**
 * From "-- " to the end of the text. Above a quote a signature stays visible, like the line of a
 * phone: people write on below it, and a line too much is better than an answer that is not seen.
 */
function markSignature(lines: Line[], kinds: Kinds): void {
  const start = lines.findIndex((line, i) => kinds[i] === null && isSignatureLine(line.text))
  if (start < 0 || kinds.some((kind, i) => i > start && kind !== null)) return
  const most = lines[start]?.text.startsWith('--') ? 60 : 12
  if (lines.length - start <= most) kinds.fill('signature', start)
}

/** What lawyers and list managers add above a fold, and programs below everything else. */
function markClosings(lines: Line[], kinds: Kinds): void {
  let end = lines.length
  let atEnd = true
  for (let i = lines.length - 1; i >= 0; i--) {
    const line = lines[i]
    if (kinds[i] === null && line && !isBlank(line)) {
      if (startsFooter(lines, i)) kinds.fill('footer', i, end)
      else if (atEnd && isDeviceLine(line.text) && areBlank(lines, i + 1, end))
        kinds.fill('device', i, end)
    }
    if (kinds[i] === null) continue
    if (kinds[i] === 'quote') atEnd = false
    end = i
  }
}

function areBlank(lines: Line[], from: number, to: number): boolean {
  const next = nextFilled(lines, from)
  return next === undefined || next >= to
}

function startsFooter(lines: Line[], at: number): boolean {
  const line = lines[at]
  if (!line) return false
  if (isListFooter(line.text, lines[at + 1]?.text ?? '')) return true
  // A first paragraph is never a footer: somebody may write about confidentiality.
  return at > 1 && isBlank(lines[at - 1]) && isLegalFooter(line.text)
}

/** Blank lines between folds, above the first visible line and below the last belong to a fold. */
function fillBlanks(lines: Line[], kinds: Kinds): void {
  const visible = lines.map((line, i) => kinds[i] === null && !isBlank(line))
  const first = visible.indexOf(true)
  const last = visible.lastIndexOf(true)
  for (let i = 0; i < lines.length; i++) {
    if (kinds[i] !== null || visible[i]) continue
    const end = nextFilled(lines, i) ?? lines.length
    const before = kinds[i - 1] ?? null
    const after = kinds[end] ?? null
    const outside = i < first || i > last
    if ((before && after) || (outside && (before || after))) kinds.fill(before ?? after, i, end)
    i = end - 1
  }
}

/**
 * Runs of one kind as offsets. The fold after the last visible line takes that line's end with it.
 */
function foldsOf(text: string, lines: Line[], kinds: Kinds): Fold[] {
  const folds: Fold[] = []
  lines.forEach((line, i) => {
    const kind = kinds[i]
    if (!kind) return
    const open = folds.at(-1)
    if (open?.kind === kind && open.end === line.start) open.end = line.end
    else folds.push({ kind, start: line.start, end: line.end })
  })
  const lastVisible = kinds.lastIndexOf(null)
  const tail = folds.find((fold) => fold.start === lines[lastVisible]?.end)
  if (tail) tail.start = text.slice(0, tail.start).trimEnd().length
  return folds
}
