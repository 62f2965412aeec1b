import { anyOf, wordsFor } from './languages/index.ts'
import { isBlank, type Line } from './lines.ts'

export type HeadField = 'from' | 'sent' | 'to' | 'cc' | 'subject'

/** The head of an older mail, as Outlook and others set it above what they quote or forward. */
export interface QuotedHead {
  /** The first line after it. */
  end: number
  values: Partial<Record<HeadField, string>>
}

const fields: HeadField[] = ['from', 'sent', 'to', 'cc', 'subject']
const patterns = fields.map((field) => ({
  field,
  pattern: new RegExp(
    String.raw`^[\s>|*_]{0,8}(?:${anyOf(wordsFor(field))})[\s*_]{0,4}[:：][\s*_]{0,4}(.*)$`,
    'iu',
  ),
}))
const otherField = /^[\s>|*_]{0,8}[\p{L}][\p{L} -]{0,25}[*_ ]{0,3}(?::\s|：)/u

/** `Name: value`, whatever the name. */
export function isField(line: Line | undefined): boolean {
  return line !== undefined && otherField.test(line.text)
}

/** A line that can begin such a head: cheap to ask for every line. */
function hasFieldName(text: string): boolean {
  const colon = text.slice(0, 40).search(/[:：]/)
  return colon > 0
}

/**
 * The quoted head that begins in line `start`, or null: a From, and a date or a subject beside it.
 */
export function quotedHeadAt(lines: Line[], start: number): QuotedHead | null {
  const firstLine = lines[start]
  if (!firstLine || !hasFieldName(firstLine.text)) return null
  const firstField = fieldOf(firstLine.text)
  if (!firstField) return null
  const values: QuotedHead['values'] = { [firstField.field]: firstField.value }
  let end = start + 1
  let wrapped = 0
  let last: HeadField | null = firstField.field
  for (; end < lines.length && end < start + 24; end++) {
    const line = lines[end]
    if (!line) break
    if (isBlank(line)) {
      // Converted HTML puts every field into a paragraph of its own.
      const next = lines[end + 1]
      if (next && fieldOf(next.text)) continue
      break
    }
    const found = fieldOf(line.text)
    if (found && values[found.field] === undefined) {
      values[found.field] = found.value
      last = found.field
      wrapped = 0
      continue
    }
    if (isField(line)) continue
    // A long list of recipients or a subject goes on in the next lines.
    if (wrapped++ >= 3 || last === null) break
    values[last] = `${values[last]} ${line.text.replace(/^[\s>|]+/, '').trim()}`.trim()
  }
  const count = Object.keys(values).length
  const sure =
    values.from !== undefined && (values.sent !== undefined || values.subject !== undefined)
  return sure && (firstField.field === 'from' || count >= 3) ? { end, values } : null
}

/**
 * True when the lines from `start` on look like a head in a language that we do not know: three
 * fields in a row, an address and a time among them. Only where a rule above says so already.
 */
export function looksLikeHeadAt(lines: Line[], start: number): boolean {
  let end = start
  while (end < start + 8 && isField(lines[end])) end++
  const head = lines
    .slice(start, end)
    .map(({ text }) => text)
    .join('\n')
  return end - start >= 3 && /\S@\S+\.\S/.test(head) && /\d{1,2}[:.]\d{2}/.test(head)
}

function fieldOf(text: string): { field: HeadField; value: string } | null {
  if (!hasFieldName(text)) return null
  for (const { field, pattern } of patterns) {
    const match = pattern.exec(text)
    if (match) return { field, value: (match[1] ?? '').trim() }
  }
  return null
}
