import { addressesOf } from './addresses.ts'
import { type Line, linesOf, nextFilled } from './lines.ts'
import type { Mail } from './mail.ts'
import { oneLineHeadAt } from './one-line-head.ts'
import { type QuotedHead, quotedHeadAt } from './quoted-head.ts'
import { isForwardedSeparator } from './separator.ts'
import { saysForwarded } from './subject.ts'

/** How far is looked: a comment above a forwarded mail is short. */
const mostLines = 400

/**
 * The mail that this one passes on: its writer, subject and date as they stand there. Known by the
 * line that programs put above it, or by a forward prefix with a head below.
 */
export function forwardedOf(subject: string, text: string): Mail['forwarded'] {
  const lines = linesOf(text.slice(0, 64 * 1024))
    .slice(0, mostLines)
    .map(unquoted)
  const marked = markedHead(lines)
  if (marked) return describe(marked)
  if (!saysForwarded(subject)) return null
  const head = lines.map((_, i) => i).find((i) => quotedHeadAt(lines, i) !== null)
  const found = head === undefined ? null : quotedHeadAt(lines, head)
  return found ? describe(found) : null
}

function markedHead(lines: Line[]): QuotedHead | null {
  for (let i = 0; i < lines.length; i++) {
    const whole = oneLineHeadAt(lines, i)
    if (whole) return whole
    if (!isForwardedSeparator(lines[i])) continue
    const next = nextFilled(lines, i + 1)
    const head = next === undefined ? null : quotedHeadAt(lines, next)
    if (head) return head
  }
  return null
}

/** Apple Mail forwards behind quote signs; a line of them alone is a blank one. */
function unquoted(line: Line): Line {
  return /^[>\s]*$/.test(line.text) ? { ...line, text: '' } : line
}

function describe({ values }: QuotedHead): Mail['forwarded'] {
  return {
    from: writerIn(values.from ?? ''),
    subject: plain(values.subject),
    date: plain(values.sent),
  }
}

/** `Ana Ruiz <ana@example.com>`, whatever brackets and links the program put around the address. */
export function writerIn(value: string): string | null {
  const text = plain(
    value.replace(/<mailto:[^>]*>|\[mailto:([^\]]*)\]/gi, (_, inBrackets?: string) =>
      inBrackets ? `<${inBrackets}>` : '',
    ),
  )
  const [entry] = addressesOf(text === null ? undefined : [Buffer.from(text).toString('latin1')])
  if (!entry) return text
  return entry.name === '' ? entry.address : `${entry.name} <${entry.address}>`
}

function plain(value: string | undefined): string | null {
  const text = (value ?? '').replace(/^[\s*_]+|[\s*_]+$/g, '')
  return text === '' ? null : text
}

/**
 * A forwarded mail in two: what the forwarder wrote above it, and the text that is passed on,
 * without the lines and the head between them. Null where the text holds none: it is attached.
 */
export function partsOfForward(text: string): { comment: string; words: string } | null {
  const lines = linesOf(text).slice(0, mostLines).map(unquoted)
  const isWhole = (i: number) => oneLineHeadAt(lines, i) !== null
  const separator = lines.findIndex((line, i) => isForwardedSeparator(line) || isWhole(i))
  const first = Math.max(separator, 0)
  const headAt = (i: number) => oneLineHeadAt(lines, i) ?? quotedHeadAt(lines, i)
  const start = lines.findIndex((_, i) => i >= first && headAt(i) !== null)
  const head = start < 0 ? null : headAt(start)
  if (!head) return null
  const above = lines[separator < 0 ? start : separator]?.start ?? 0
  const below = lines[head.end]?.start ?? text.length
  return { comment: text.slice(0, above).trim(), words: text.slice(below).trim() }
}
