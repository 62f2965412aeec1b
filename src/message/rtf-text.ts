import { decodeText } from './charset.ts'
import { charsetOf } from './code-pages.ts'

/** What RTF says: text, or the HTML that it was made from (MS-OXRTFEX). */
export interface FromRtf {
  kind: 'text' | 'html'
  text: string
}

interface Group {
  hidden: boolean
  /** Inside `\*\htmltag`: HTML as it was. */
  tag: boolean
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

/** The words of RTF without its looks. One pass; unclosed and superfluous braces do no harm. */
export function readRtf(bytes: Buffer): FromRtf {
  const rtf = bytes.toString('latin1')
  const isHtml = /\\fromhtml1\b/.test(rtf.slice(0, 2000))
  const charset = charsetOf(Number(/\\ansicpg(\d{1,5})/.exec(rtf.slice(0, 2000))?.[1])) ?? null
  const out: string[] = []
  let pending: number[] = []
  let skip = 0
  let star = false
  const groups: Group[] = [{ hidden: false, tag: false, rtfOnly: false, fallback: 1 }]
  const shows = (group: Group) => !group.hidden && !group.rtfOnly
  const flush = () => {
    if (pending.length > 0)
      out.push(decodeText(Buffer.from(pending), charset ?? 'windows-1252').text)
    pending = []
  }
  const say = (text: string) => {
    flush()
    out.push(text)
  }
  for (const [, word, number, hex, symbol, brace, plain] of rtf.matchAll(token)) {
    const group = groups.at(-1)
    if (!group) break
    const starred = star
    star = false
    if (brace === '{') {
      skip = 0
      if (groups.length < deepest) groups.push({ ...group })
    } else if (brace === '}') {
      skip = 0
      if (groups.length > 1) groups.pop()
    } else if (hex !== undefined) {
      if (skip > 0) skip--
      else if (shows(group)) pending.push(Number.parseInt(hex, 16))
    } else if (symbol === '*') star = true
    else if (symbol !== undefined) {
      if (skip > 0) skip--
      else if (shows(group)) say(symbols[symbol] ?? '')
    } else if (plain !== undefined) {
      const rest = plain.slice(skip)
      skip = Math.max(0, skip - plain.length)
      if (rest !== '' && shows(group)) say(unmarked(rest, charset))
    } else if (word !== undefined) {
      if (word === 'htmltag') {
        group.tag = true
        group.hidden = !isHtml
      } else if (word === 'htmlrtf') group.rtfOnly = isHtml && number !== '0'
      else if (starred || destinations.has(word)) group.hidden = true
      else if (word === 'uc') group.fallback = Math.min(Number(number ?? 1), 8)
      else if (word === 'u' && number !== undefined) {
        if (shows(group)) say(String.fromCharCode(Number(number) & 0xffff))
        skip = Math.max(0, group.fallback)
      } else if (shows(group) && !(isHtml && word === 'cell')) {
        const sign = signs[word]
        if (sign !== undefined) say(sign)
      }
    }
  }
  flush()
  return { kind: isHtml ? 'html' : 'text', text: out.join('').replace(/^\n+/, '') }
}

/** Bytes above 127 are not allowed in RTF, and written all the same. */
function unmarked(text: string, charset: string | null): string {
  return /[\u0080-\u00ff]/.test(text) ? decodeText(Buffer.from(text, 'latin1'), charset).text : text
}
