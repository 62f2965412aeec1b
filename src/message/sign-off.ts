import { isDeviceLine, isLegalFooter, isSignatureLine } from './closing.ts'
import { anyOf, wordsFor } from './languages/index.ts'

const farewell = new RegExp(String.raw`^(?:${anyOf(wordsFor('farewell'))})[\s,.!،，。–—-]*$`, 'iu')

/** More than a name, an address and what lawyers want below them. */
const MOST_LINES = 20

/**
 * True for lines with which a writer ends every letter: a farewell or their name first, a
 * signature, the line of a phone, a legal footer. A postscript is none.
 */
export function isSignOff(lines: readonly string[], writer: string): boolean {
  const filled = lines.map((line) => line.trim()).filter((line) => line !== '')
  const [first] = filled
  if (first === undefined || filled.length > MOST_LINES) return false
  if (filled.some((line) => /^p\.?\s?[sd]\b/i.test(line))) return false
  return beginsSignature(first, writer) || isDeviceLine(first) || isLegalFooter(first)
}

/**
 * Where the signature begins that these lines end with: at a farewell, at "-- " or at the writer's
 * name. The number of lines where they end with none.
 */
export function signatureIn(lines: readonly string[], writer: string): number {
  const filled = [...lines.keys()].filter((i) => lines[i]?.trim())
  const begins = (i: number) => beginsSignature(lines[i]?.trim() ?? '', writer)
  const ends = filled.slice(-MOST_LINES)
  return ends.find((i) => begins(i) && isSignOff(lines.slice(i), writer)) ?? lines.length
}

function beginsSignature(line: string, writer: string): boolean {
  return farewell.test(line) || isSignatureLine(line) || isNameOf(writer, line)
}

/**
 * The writer's first or full name alone, or the full name before what they do,
 * as in "Bo Lin | Acme".
 */
function isNameOf(writer: string, line: string): boolean {
  const full = writer.trim().toLowerCase()
  if (full === '' || full.includes('@')) return false
  const [first] = full.split(/\s+/)
  const said = line.toLowerCase().replace(/[\s,.]+$/, '')
  return said === full || said === first || /^\s*[|,·•–—(-]/.test(after(full, said))
}

function after(beginning: string, text: string): string {
  return text.startsWith(beginning) ? text.slice(beginning.length) : ''
}
