import { anyOf, LANGUAGES, wordsFor } from './languages/index.ts'
import { isBlank, type Line } from './lines.ts'
import type { HeadField, QuotedHead } from './quoted-head.ts'

/** Programs that wrap lines cut it, but not into more than so many. */
const MOST_LINES = 4

const COLON = String.raw`\s?[:：]`
const FIELDS = ['to', 'cc', 'sent', 'subject'] as const

const looksLikeIt = /^[\s>|]{0,20}--/
const separator = new RegExp(
  String.raw`^[\s>|]{0,20}-{2,40}\s*(?:${anyOf(wordsFor('forwarded'))})\s*-{2,40}\s*`,
  'iu',
)

/**
 * The names of one language: a head is written in one, and `A`, `Da` or `De` mean
 * something else in another.
 */
const LANGUAGE_NAMES = LANGUAGES.map((words) => {
  const names = FIELDS.map((field) => `(?<${field}>${anyOf(words[field])})`)
  return {
    from: new RegExp(`^(?:${anyOf(words.from)})${COLON}`, 'iu'),
    others: new RegExp(`(?:${names.join('|')})${COLON}`, 'giu'),
  }
})

/**
 * A forwarded mail's separator and head in one line, as Yahoo writes them, with nothing between a
 * value and the next name:
 * `----- Forwarded message ----- From: Ana <a@x.test>To: B <b@y.test>Sent: Monday, 2 November 2026, 10:00 CETSubject: Phone`.
 * Null: line `at` is no such line.
 */
export function oneLineHeadAt(lines: Line[], at: number): QuotedHead | null {
  const first = lines[at]?.text ?? ''
  if (!looksLikeIt.test(first) || !separator.test(first)) return null
  let head = first.replace(separator, '')
  // The usual separator stands alone.
  if (head === '') return null
  for (let end = at + 1; end <= at + MOST_LINES; end++) {
    for (const names of LANGUAGE_NAMES) {
      const values = valuesIn(head, names)
      if (values) return { end, values }
    }
    const next = lines[end]
    if (!next || isBlank(next)) return null
    head += ` ${next.text.replace(/^[\s>|]+/, '')}`
  }
  return null
}

function valuesIn(
  head: string,
  { from, others }: (typeof LANGUAGE_NAMES)[number],
): QuotedHead['values'] | null {
  const begin = from.exec(head)
  if (!begin) return null
  const values: QuotedHead['values'] = {}
  let last: HeadField = 'from'
  let valueAt = begin[0].length
  for (const match of head.matchAll(others)) {
    const field = FIELDS.find((one) => match.groups?.[one] !== undefined)
    if (!field || match.index < valueAt || values[field] !== undefined || field === last) continue
    if (!beginsName(head, match.index, match.groups?.[field] ?? '')) continue
    values[last] = head.slice(valueAt, match.index).trim()
    last = field
    valueAt = match.index + match[0].length
    // A subject may hold anything.
    if (field === 'subject') break
  }
  values[last] = head.slice(valueAt).trim()
  return values.sent !== undefined && values.subject !== undefined ? values : null
}

/** `>To:` and `RuizTo:` begin a name, `CETSubject:` too; a short word within capitals does not. */
function beginsName(head: string, at: number, name: string): boolean {
  const initial = name[0] ?? ''
  if (initial !== initial.toUpperCase()) return false
  const before = head[at - 1] ?? ' '
  return name.length > 2 || !/\p{Lu}/u.test(before)
}
