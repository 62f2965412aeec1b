import { decodeText } from '../charset.ts'
import { charsetOf } from '../code-pages.ts'

/** What RTF says: text, or the HTML that it was made from (MS-OXRTFEX). */
export interface FromRtf {
  kind: 'text' | 'html'
  text: string
}

interface Group {
  hidden: boolean
  /** Between `\htmlrtf` and `\htmlrtf0`: what only RTF readers show. */
  rtfOnly: boolean
  /** How many characters stand for each `\u` for readers that know no Unicode. */
  fallback: number
}

const token =
  /\\([a-z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-f]{2})|\\([^a-z])|([{}])|[\r\n]+|([^\\{}\r\n]+)/gi

/** Groups that hold no text. */
const destinations = new Set([
  'fonttbl',
  'colortbl',
  'stylesheet',
  'info',
  'pict',
  'object',
  'header',
  'footer',
  'filetbl',
  'listtable',
  'listoverridetable',
  'themedata',
  'datastore',
])
const signs: Record<string, string> = {
  par: '\n',
  line: '\n',
  sect: '\n',
  page: '\n',
  row: '\n',
  cell: ' ',
  tab: '\t',
  emdash: '—',
  endash: '–',
  lquote: '‘',
  rquote: '’',
  ldblquote: '“',
  rdblquote: '”',
  bullet: '•',
}
const symbols: Record<string, string> = { '\\': '\\', '{': '{', '}': '}', '~': '\u00a0', _: '-' }
const deepest = 500

interface Reader {
  out: string[]
  /** Bytes of the code page that are not decoded yet: a character may have two. */
  pending: number[]
  charset: string
  isHtml: boolean
  /** Characters still to be passed over: they repeat a `\u`. */
  skip: number
  /** After `\*`: who does not know the next word passes its group over. */
  isStarred: boolean
  groups: Group[]
}

/** The words of RTF without its looks. One pass; unclosed and superfluous braces do no harm. */
export function readRtf(bytes: Buffer): FromRtf {
  const rtf = bytes.toString('latin1')
  const head = rtf.slice(0, 2000)
  const reader: Reader = {
    out: [],
    pending: [],
    charset: charsetOf(Number(/\\ansicpg(\d{1,5})/.exec(head)?.[1])) ?? 'windows-1252',
    isHtml: /\\fromhtml1\b/.test(head),
    skip: 0,
    isStarred: false,
    groups: [{ hidden: false, rtfOnly: false, fallback: 1 }],
  }
  for (const match of rtf.matchAll(token)) take(reader, match)
  flush(reader)
  return {
    kind: reader.isHtml ? 'html' : 'text',
    text: reader.out.join('').replace(/^\n+/, ''),
  }
}

function take(reader: Reader, [, word, number, hex, symbol, brace, plain]: RegExpMatchArray): void {
  const group = reader.groups.at(-1)
  if (!group) return
  const shows = !group.hidden && !group.rtfOnly
  if (brace !== undefined) turn(reader, brace, group)
  else if (symbol === '*') reader.isStarred = true
  else if (word !== undefined) control(reader, group, word, number)
  else if (plain !== undefined) {
    const rest = plain.slice(reader.skip)
    reader.skip = Math.max(0, reader.skip - plain.length)
    // Bytes above 127 are not allowed here, and written all the same.
    if (shows) gather(reader, rest)
  } else if (reader.skip > 0 && (hex ?? symbol) !== undefined) reader.skip--
  else if (shows && hex !== undefined) reader.pending.push(Number.parseInt(hex, 16))
  else if (shows && symbol !== undefined) say(reader, symbols[symbol] ?? '')
}

function gather(reader: Reader, text: string): void {
  for (let i = 0; i < text.length; i++) reader.pending.push(text.charCodeAt(i))
}

/** A group begins with what holds around it, and what it changes ends with it. */
function turn(reader: Reader, brace: string, group: Group): void {
  reader.skip = 0
  reader.isStarred = false
  if (brace === '{' && reader.groups.length < deepest) reader.groups.push({ ...group })
  if (brace === '}' && reader.groups.length > 1) reader.groups.pop()
}

function control(reader: Reader, group: Group, word: string, number: string | undefined): void {
  const isStarred = reader.isStarred
  reader.isStarred = false
  if (word === 'htmltag') group.hidden = !reader.isHtml
  else if (word === 'htmlrtf') group.rtfOnly = reader.isHtml && number !== '0'
  else if (isStarred || destinations.has(word)) group.hidden = true
  else if (word === 'uc') group.fallback = Math.max(0, Math.min(Number(number ?? 1), 8))
  else if (!group.hidden && !group.rtfOnly) {
    if (word === 'u' && number !== undefined) {
      say(reader, String.fromCharCode(Number(number) & 0xffff))
      reader.skip = group.fallback
    } else if (signs[word] !== undefined) say(reader, signs[word])
  }
}

function say(reader: Reader, text: string): void {
  flush(reader)
  reader.out.push(text)
}

function flush(reader: Reader): void {
  if (reader.pending.length === 0) return
  reader.out.push(decodeText(Buffer.from(reader.pending), reader.charset).text)
  reader.pending = []
}
