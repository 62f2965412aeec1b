import { isGreeting } from './greeting.ts'
import { linesOf } from './lines.ts'

/** One `Name: value` line as somebody typed it. */
export interface FieldLine {
  /** As written, in NFC; which names mean something, and in which language, the caller knows. */
  name: string
  /** Trimmed; empty where nothing was filled in. */
  value: string
  /** The whole line: an unknown one stays text. */
  line: string
}

/**
 * A name of up to five short words, then a colon. A bullet in front and the stars and underscores
 * that mail programs put for bold are no part of it; `https://…` is no field.
 */
const FIELD_LINE =
  /^[\s*_•·–-]*(?<name>\p{L}[\p{L}\p{M}\p{N}'’./()_-]{0,30}(?: [\p{L}\p{M}\p{N}'’./()_-]{1,30}){0,4})[*_\s]*[:：](?!\/\/)(?<value>.*)$/u

/**
 * Reads the `Name: value` lines at the top of a text, below a greeting too; blank lines may stand
 * between them. They end at the first line that is none: `rest` begins there. Of a text without
 * any it is the whole.
 */
export function readFieldLines(text: string): { fields: FieldLine[]; rest: string } {
  const fields: FieldLine[] = []
  for (const { text: line, start } of linesOf(text)) {
    if (line.trim() === '') continue
    const field = fieldIn(line)
    if (field) fields.push(field)
    else if (fields.length > 0) return { fields, rest: text.slice(start) }
    else if (!isGreeting(line)) break
  }
  return { fields, rest: fields.length > 0 ? '' : text }
}

function fieldIn(line: string): FieldLine | null {
  const { name, value = '' } = FIELD_LINE.exec(line)?.groups ?? {}
  if (name === undefined) return null
  return {
    name: name.replace(/_+$/, '').normalize('NFC'),
    value: value.replace(/^[*_\s]+(?=\s)|^\s+/, '').trim(),
    line: line.trim(),
  }
}
