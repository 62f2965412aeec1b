import { isUtf8 } from 'node:buffer'
import { decodeText } from './charset.ts'

/**
 * RFC 2047 encoded words, also the broken ones: with a `?` or spaces inside, without padding,
 * cut in the middle of a character, longer than 75 characters, with blanks, quotes or no name
 * at all where the charset stands. The lengths are bounded so that a flood of openings costs
 * no more than its size.
 */
const opening = String.raw`=\?[ "]?([\w.:+-]{0,40})(?:[*'][\w'-]{0,20})?[ "]?\?([bq])\?`
const word = new RegExp(String.raw`${opening}((?:[^?]|\?(?!=)){0,8000})\?=`, 'gi')
/** A word that a gateway has cut off at the end of its line. */
const cutWord = new RegExp(String.raw`^${opening}([^?\s]{0,8000})\??$`, 'i')

interface Run {
  charset: string
  words: { isBase64: boolean; content: string }[]
}

/**
 * A header's text with its encoded words decoded. White space between two words is dropped, and
 * neighbours of one charset are joined as bytes first, because senders split characters between
 * them. What was encoded twice is decoded twice.
 */
export function decodeWords(text: string): string {
  if (!text.includes('=?')) return text
  const once = decodeOnce(text)
  return once.includes('=?') && once !== text ? decodeOnce(once) : once
}

function decodeOnce(text: string): string {
  let out = ''
  let end = 0
  let run: Run | null = null
  for (const match of wordsIn(text)) {
    const [whole, charset = '', encoding = '', content = ''] = match
    const between = text.slice(end, match.index)
    end = match.index + whole.length
    const read = { isBase64: encoding.toLowerCase() === 'b', content }
    const adjacent = run !== null && /^\s*$/.test(between)
    if (run && adjacent && run.charset === charset.toLowerCase()) {
      run.words.push(read)
      continue
    }
    out += textOf(run) + (adjacent ? '' : between)
    run = { charset: charset.toLowerCase(), words: [read] }
  }
  return out + textOf(run) + text.slice(end)
}

function* wordsIn(text: string): Generator<RegExpExecArray> {
  let end = 0
  for (const match of text.matchAll(word)) {
    end = match.index + match[0].length
    yield match
  }
  const last = text.lastIndexOf('=?', text.length - 3)
  const cut = last >= end ? cutWord.exec(text.slice(last)) : null
  if (cut) {
    cut.index = last
    yield cut
  }
}

function textOf(run: Run | null): string {
  if (!run) return ''
  const { words, charset } = run
  const bytes = Buffer.concat(words.map((read) => bytesOf(read, charset)))
  // Some senders cut base64 itself, between two words.
  const isCut = words.length > 1 && /^utf-?8/.test(charset) && !isUtf8(bytes)
  const whole = isCut && words.every(({ isBase64 }) => isBase64) ? joined(words) : bytes
  return decodeText(whole, charset).text
}

function joined(words: Run['words']): Buffer {
  return Buffer.from(words.map(({ content }) => content.replace(/[=\s]/g, '')).join(''), 'base64')
}

/** Padding in the middle is the end of a piece, not of the word. */
function bytesOf({ isBase64, content }: Run['words'][number], charset: string): Buffer {
  if (!isBase64) return quotedBytes(content, charset)
  return Buffer.concat(content.split(/=+/).map((piece) => Buffer.from(piece, 'base64')))
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
