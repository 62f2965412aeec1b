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
  return (
    farewell.test(first) ||
    isSignatureLine(first) ||
    isDeviceLine(first) ||
    isLegalFooter(first) ||
    isNameOf(writer, first)
  )
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
