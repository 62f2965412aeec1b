import { Transform } from 'node:stream'
import { type FileInside, fileInside } from './file-inside.ts'

/** How POSIX `uuencode` begins a file: its mode and name on a line of their own. */
const BEGIN = /^begin(?:-base64)? [0-7]{3,4} {1,4}(\S.{0,300}?)\s*$/
/** Most bytes of a line: a length character, 84 more, and what gateways add. */
const LONGEST = 200

/**
 * The files that a text holds in uuencode (POSIX `uuencode`), as programs older than MIME send
 * them, and the text without them. What does not read as such a file from `begin` to `end` stays
 * text. Null when there is none.
 */
export function unpackUuencoded(text: Buffer): { rest: Buffer; files: FileInside[] } | null {
  const rest: Buffer[] = []
  const files: FileInside[] = []
  let kept = 0
  let at = nextBegin(text, 0)
  while (at >= 0) {
    const found = fileAt(text, at)
    if (found) {
      rest.push(text.subarray(kept, at))
      files.push(found.file)
      kept = found.end
    }
    at = nextBegin(text, found ? found.end : at + 1)
  }
  if (files.length === 0) return null
  return { rest: Buffer.concat([...rest, text.subarray(kept)]), files }
}

/**
 * The decoder of a part whose transfer encoding says `x-uuencode`; other lines mean nothing there.
 */
export function uuDecoder(): Transform {
  let rest: Buffer = Buffer.alloc(0)
  const decoded = (lines: Buffer[]) => Buffer.concat(lines.map((line) => decodeLine(line) ?? empty))
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      const all = Buffer.concat([rest, chunk])
      const { lines, used } = linesOf(all)
      // Without a line end in sight it is not uuencode.
      rest = all.length - used > 4096 ? empty : all.subarray(used)
      done(null, decoded(lines))
    },
    flush(done) {
      done(null, decoded([rest]))
    },
  })
}

const empty = Buffer.alloc(0)
const lineFeed = 0x0a

function nextBegin(text: Buffer, from: number): number {
  for (let at = text.indexOf('begin', from); at >= 0; at = text.indexOf('begin', at + 1)) {
    if (at === 0 || text[at - 1] === lineFeed) return at
  }
  return -1
}

function linesOf(bytes: Buffer): { lines: Buffer[]; used: number } {
  const lines: Buffer[] = []
  let used = 0
  for (let end = bytes.indexOf(lineFeed); end >= 0; end = bytes.indexOf(lineFeed, used)) {
    lines.push(bytes.subarray(used, end))
    used = end + 1
  }
  return { lines, used }
}

/** The file whose `begin` stands at `start`; `end` is behind the line that ends it. */
function fileAt(text: Buffer, start: number): { file: FileInside; end: number } | null {
  let at = start
  const next = () => {
    const newline = text.indexOf(lineFeed, at)
    const end = newline < 0 ? text.length : newline
    const line = text.subarray(at, Math.min(end, at + LONGEST * 2))
    at = newline < 0 ? text.length : newline + 1
    return line
  }
  const head = BEGIN.exec(next().toString('latin1'))
  if (!head?.[1]) return null
  const isBase64 = text.toString('latin1', start, start + 12) === 'begin-base64'
  const pieces: Buffer[] = []
  while (at < text.length) {
    const line = next()
    const words = line.toString('latin1').trimEnd()
    if (words === (isBase64 ? '====' : 'end')) {
      if (pieces.length === 0) return null
      return { file: fileInside(head[1], Buffer.concat(pieces)), end: at }
    }
    const bytes = isBase64 ? decodeBase64(words) : decodeLine(line)
    if (bytes === null) return null
    pieces.push(bytes)
  }
  return null
}

function decodeBase64(words: string): Buffer | null {
  return /^[A-Za-z\d+/]{1,76}={0,2}$/.test(words) ? Buffer.from(words, 'base64') : null
}

/** The bytes of one line: a character for their number, then four characters for three of them. */
function decodeLine(line: Buffer): Buffer | null {
  const end = line.at(-1) === 0x0d ? line.length - 1 : line.length
  if (end === 0) return empty
  const size = value(line[0])
  // Gateways strip blanks at the end of a line, and some encoders add a checksum.
  const most = 1 + Math.ceil(size / 3) * 4 + 4
  if (size < 0 || end > most) return null
  const out = Buffer.alloc(Math.ceil(size / 3) * 3)
  for (let group = 0; group * 3 < size; group++) {
    let bits = 0
    for (let i = 0; i < 4; i++) {
      const at = 1 + group * 4 + i
      const six = at < end ? value(line[at]) : 0
      if (six < 0) return null
      bits = (bits << 6) | six
    }
    out.writeUIntBE(bits, group * 3, 3)
  }
  return out.subarray(0, size)
}

/** Six bits; a blank and a back quote are both nought. -1: no character of uuencode. */
function value(byte: number | undefined): number {
  return byte === undefined || byte < 0x20 || byte > 0x60 ? -1 : (byte - 0x20) & 63
}
