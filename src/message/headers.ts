import { isAscii } from 'node:buffer'
import { decodeText } from './charset.ts'
import { decodeWords } from './encoded-words.ts'
import { oneLine } from './unicode.ts'

/**
 * Header values by lower-case name, in their order, unfolded; each character is
 * one byte of the mail.
 */
export type Headers = ReadonlyMap<string, readonly string[]>

/** Longer values are cut: nothing that is read from a header needs more, and floods cost time. */
export const longestHeader = 512 * 1024

/**
 * Raw field lines (`Name: value`, folded, latin1) as a map. Lines that are no field are left out.
 */
export function headersOf(lines: readonly string[]): Headers {
  const headers = new Map<string, string[]>()
  for (const line of lines) {
    const colon = line.indexOf(':')
    if (colon <= 0) continue
    const name = line.slice(0, colon).trim().toLowerCase()
    const value = line.slice(colon + 1, colon + 1 + longestHeader)
    const unfolded = unfold(value)
    const values = headers.get(name)
    if (values) values.push(unfolded)
    else headers.set(name, [unfolded])
  }
  return headers
}

/** One line without NUL: what comes out of a head may be stored as it is. */
function unfold(value: string): string {
  return /[\r\n\0]/.test(value)
    ? value
        .replace(/\0/g, '')
        .replace(/\r?\n[ \t]*|\r/g, ' ')
        .trim()
    : value.trim()
}

/** Head and body of a mail (or of a mail inside a mail) by the first empty line. */
export function splitHead(bytes: Buffer): { lines: string[]; body: Buffer } {
  const [end, gap] = headEnd(bytes)
  const head = bytes.toString('latin1', 0, end)
  const lines = head.split(/\r?\n(?![ \t])/).filter((line) => line !== '')
  return { lines, body: bytes.subarray(end + gap) }
}

function headEnd(bytes: Buffer): [end: number, gap: number] {
  const crlf = bytes.indexOf('\r\n\r\n')
  const lf = bytes.indexOf('\n\n')
  if (crlf >= 0 && (lf < 0 || crlf < lf)) return [crlf, 4]
  return lf >= 0 ? [lf, 2] : [bytes.length, 0]
}

/** The first value of a header, as bytes; null when absent. */
export function first(headers: Headers, name: string): string | null {
  return headers.get(name)?.[0] ?? null
}

/** The first value as one line of Unicode with encoded words decoded; null when absent. */
export function firstText(headers: Headers, name: string): string | null {
  const value = first(headers, name)
  return value === null ? null : oneLine(decodeWords(unicode(value)))
}

/** Bytes of a header value as Unicode: UTF-8 (RFC 6532), else guessed. Encoded words stay. */
export function unicode(value: string): string {
  const bytes = Buffer.from(value, 'latin1')
  return isAscii(bytes) && !value.includes('\x1b') ? value : decodeText(bytes, null).text
}

/**
 * A parameter of a structured header (`report-type=…`), unquoted and lower-case; null when absent.
 */
export function parameter(value: string | null, name: string): string | null {
  const match = value?.match(new RegExp(`;\\s*${name}\\s*=\\s*(?:"([^"]*)"|([^\\s;]+))`, 'i'))
  return (match?.[1] ?? match?.[2])?.trim().toLowerCase() ?? null
}
