import { decodeText } from './charset.ts'

/**
 * RFC 2047 encoded words, also the broken ones: with a `?` or spaces inside, without padding, cut in
 * the middle of a character, longer than 75 characters. The lengths are bounded so that a flood of
 * openings costs no more than its size.
 */
const word = /=\?([\w.:+*-]{1,40})\?([bq])\?((?:[^?]|\?(?!=)){0,8000})\?=/gi

interface Run {
  charset: string
  bytes: Buffer[]
}

/**
 * A header's text with its encoded words decoded. White space between two words is dropped, and
 * neighbours of one charset are joined as bytes first, because senders split characters between them.
 */
export function decodeWords(text: string): string {
  if (!text.includes('=?')) return text
  let out = ''
  let end = 0
  let run: Run | null = null
  for (const match of text.matchAll(word)) {
    const [whole, charset = '', encoding = '', content = ''] = match
    const between = text.slice(end, match.index)
    end = match.index + whole.length
    const bytes =
      encoding.toLowerCase() === 'b'
        ? Buffer.from(content, 'base64')
        : quotedBytes(content, charset)
    const adjacent = run !== null && /^\s*$/.test(between)
    if (run && adjacent && run.charset === charset.toLowerCase()) {
      run.bytes.push(bytes)
      continue
    }
    out += textOf(run) + (adjacent ? '' : between)
    run = { charset: charset.toLowerCase(), bytes: [bytes] }
  }
  return out + textOf(run) + text.slice(end)
}

function textOf(run: Run | null): string {
  return run ? decodeText(Buffer.concat(run.bytes), run.charset).text : ''
}

/** RFC 2047 section 4.2; characters that should have been encoded are taken as they stand. */
function quotedBytes(content: string, charset: string): Buffer {
  const isBytes = !/^utf-?8/i.test(charset) && !/[\u0100-\uffff]/.test(content)
  const raw = Buffer.from(content.replace(/_/g, ' '), isBytes ? 'latin1' : 'utf8')
  const bytes = raw
    .toString('latin1')
    .replace(/=([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return Buffer.from(bytes, 'latin1')
}
