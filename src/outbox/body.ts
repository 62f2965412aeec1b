import type { Letter } from '../store/outbox.ts'
import { type LeftOut, leftOutHtml, withLeftOut } from './attachments.ts'
import { quotedPrintable } from './encode.ts'

/** Text and HTML as lines, from Content-Type on. */
export function bodyOf(letter: Letter, leftOut: LeftOut[]): string[] {
  const text = textPart('plain', withLeftOut(letter.text, leftOut, letter.language))
  if (letter.html === '') return text
  const boundary = boundaryOf(letter, 'alternative')
  return [
    `Content-Type: multipart/alternative; boundary="${boundary}"`,
    '',
    `--${boundary}`,
    ...text,
    `--${boundary}`,
    ...textPart('html', withNote(letter.html, leftOutHtml(leftOut, letter.language))),
    `--${boundary}--`,
    '',
  ]
}

function withNote(html: string, note: string): string {
  const end = html.search(/<\/body\s*>/i)
  return end < 0 ? html + note : html.slice(0, end) + note + html.slice(end)
}

function textPart(kind: 'plain' | 'html', content: string): string[] {
  const lines = content.replace(/\r\n|[\r\n]/g, '\r\n')
  const plain = isPlain(lines)
  return [
    `Content-Type: text/${kind}; charset=utf-8`,
    `Content-Transfer-Encoding: ${plain ? '7bit' : 'quoted-printable'}`,
    '',
    plain ? lines : quotedPrintable(lines),
  ]
}

/**
 * `=_` stands in each boundary and in no quoted-printable text, so that no text can end its part.
 */
function isPlain(lines: string): boolean {
  return /^[\t\r\n -~]*$/.test(lines) && !lines.includes('=_') && !hasLongLine(lines)
}

/** RFC 5321 section 4.5.3.1.6 allows 998 characters. */
function hasLongLine(lines: string): boolean {
  let start = 0
  for (let end = lines.indexOf('\n'); end >= 0; end = lines.indexOf('\n', start)) {
    if (end - start > 990) return true
    start = end + 1
  }
  return lines.length - start > 990
}

export function boundaryOf(letter: Letter, kind: 'mixed' | 'related' | 'alternative'): string {
  return `=_ticketd.${letter.id}.${kind}`
}
