import { Failure } from '../errors.ts'
import { markupToHtml } from './markup-html.ts'
import { markupToText } from './markup-text.ts'

/**
 * A template is written once, in plain text with a few marks, and read into two Handlebars sources
 * of the same line numbers: one for the text part, one for the HTML part. Variables are filled in
 * after that, so what a person wrote is never markup.
 *
 *     Subject: …              front lines of a mail: Subject, From, Preview; then an empty line
 *     paragraphs              apart by an empty line
 *     - item                  a list
 *     | Label | value         a table of facts
 *     > text                  what somebody wrote earlier
 *     ---                     a line across
 *     --                      what follows is the foot of the mail
 *     ##- … -##               the line above which people answer
 *     **strong**  `code`  <https://… or {{variable}}>
 *
 * A tag alone on its line (`{{#if x}}`) stands around paragraphs; one in front of an item or fact
 * and closed at the end of that line governs this item: `{{#if x}}- item{{/if}}`.
 */
export interface Markup {
  front: Partial<Record<FrontName, { line: number; value: string }>>
  text: string
  html: string
}

const FRONT_NAMES = ['Subject', 'From', 'Preview'] as const
export type FrontName = (typeof FRONT_NAMES)[number]

/**
 * Reads a whole template (`mail`) or a part that others include. Fails with the file and the line.
 */
export function readMarkup(source: string, file: string, kind: 'mail' | 'part'): Markup {
  const lines = source.replace(/\r\n?/g, '\n').replace(/\n+$/, '').split('\n')
  const raw = lines.findIndex((line) => /\{\{\{|\{\{~?&/.test(line))
  if (raw >= 0) throw fault(file, raw + 1, 'variables are always escaped: write {{name}}')
  if (kind === 'part') return { front: {}, text: markupToText(lines), html: markupToHtml(lines) }
  const end = lines.indexOf('') < 0 ? lines.length : lines.indexOf('')
  const body = lines.slice(end + 1)
  // A comment in place of the front lines keeps the line numbers.
  const pad = `{{!--${'\n'.repeat(end)}--}}\n`
  return {
    front: readFront(lines.slice(0, end), file),
    text: pad + markupToText(body),
    html: pad + markupToHtml(body),
  }
}

export function fault(file: string, line: number, what: string): Failure {
  return new Failure('template', `${file}:${line}: ${what}`, {
    advice: 'Mend the template; `ticketd template preview` shows what it makes.',
  })
}

function readFront(lines: readonly string[], file: string): Markup['front'] {
  const front: Markup['front'] = {}
  lines.forEach((line, index) => {
    const found = /^([A-Za-z]+): (.*)$/.exec(line)
    const known = FRONT_NAMES.find((one) => one === found?.[1])
    if (!known) {
      throw fault(file, index + 1, `must begin with ${FRONT_NAMES.join(', ')} and an empty line`)
    }
    front[known] = { line: index + 1, value: found?.[2] ?? '' }
  })
  return front
}
