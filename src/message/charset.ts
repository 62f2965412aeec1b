import { isAscii, isUtf8 } from 'node:buffer'
import { TextDecoder } from 'node:util'
import { escapesToJapanese, guessCharset } from './charset-guess.ts'
import { decodeUtf7, isUtf7 } from './utf-7.ts'

export interface Decoded {
  text: string
  /** What was wrong, as a sentence; null when the bytes were what they claimed to be. */
  defect: string | null
}

/** Names seen in mail that the Encoding Standard does not list. */
const otherNames: Record<string, string> = {
  cp932: 'shift_jis',
  'x-ms-cp932': 'shift_jis',
  cp50220: 'iso-2022-jp',
  cp50221: 'iso-2022-jp',
  'iso-2022-jp-1': 'iso-2022-jp',
  'iso-2022-jp-2': 'iso-2022-jp',
  'iso-2022-jp-ms': 'iso-2022-jp',
  'eucjp-ms': 'euc-jp',
  cp936: 'gbk',
  cp949: 'euc-kr',
  uhc: 'euc-kr',
  cp950: 'big5',
  utf8mb4: 'utf-8',
  'unicode-1-1-utf-8': 'utf-8',
  'utf-8-sig': 'utf-8',
  iso88591: 'windows-1252',
  latin9: 'iso-8859-15',
}

/** Claims that say nothing about what the 8-bit bytes mean. */
const emptyClaims = new Set(['', 'us-ascii', 'ascii', 'usascii', '7bit', '8bit', 'binary'])
const unknownClaim = /unknown|default|^x-user|^none$|^null$|^undefined$/

/**
 * Bytes of a text or header to Unicode. The declared charset is believed when it can be;
 * undeclared, unknown and plainly wrong ones are guessed, with a defect that says so. Never throws.
 */
export function decodeText(bytes: Buffer, declared: string | null): Decoded {
  const claim = (declared ?? '')
    .trim()
    .toLowerCase()
    .replace(/^charset=/, '')
    .replace(/\*.*$/, '')
    .replace(/^["']|["']$/g, '')
  if (emptyClaims.has(claim)) {
    if (escapesToJapanese(bytes)) return guessed(bytes, 'Japanese text names no charset')
    if (isAscii(bytes)) return { text: bytes.toString('latin1'), defect: null }
    if (isUtf8(bytes)) return { text: withoutMark(bytes.toString('utf8')), defect: null }
    return guessed(bytes, 'Text with 8-bit bytes names no charset')
  }
  if (unknownClaim.test(claim))
    return guessed(bytes, `The charset "${claim.slice(0, 40)}" says nothing`)
  const label = otherNames[claim] ?? claim
  if (label === 'utf-8' || label === 'utf8') return decodeUtf8(bytes)
  if (isUtf7(label)) return { text: decodeUtf7(bytes), defect: null }
  const decoder = decoderFor(label)
  if (!decoder) return guessed(bytes, `The charset "${claim.slice(0, 40)}" is unknown`)
  if (isUtf8AfterAll(decoder, bytes)) return guessed(bytes, `Text claims ${claim} and is not`)
  return { text: decode(decoder, bytes), defect: null }
}

/**
 * Web forms call their UTF-8 Latin, and programs write "unicode" above plain text: accented letters
 * of Latin-1 do not follow each other as UTF-8 has them, and UTF-16 is never without NUL as UTF-8.
 */
function isUtf8AfterAll(decoder: TextDecoder, bytes: Buffer): boolean {
  if (isUtf16(decoder)) return isUtf8(bytes) && !bytes.includes(0)
  const isLatin = decoder.encoding === 'windows-1252' || decoder.encoding === 'iso-8859-15'
  return isLatin && !isAscii(bytes) && isUtf8(bytes)
}

function isUtf16({ encoding }: TextDecoder): boolean {
  return encoding === 'utf-16le' || encoding === 'utf-16be'
}

/** A byte order mark counts before the name (RFC 2781 section 3.3). */
function inByteOrder(decoder: TextDecoder, bytes: Buffer): string {
  const mark = bytes.toString('hex', 0, 2)
  const name = mark === 'feff' ? 'utf-16be' : mark === 'fffe' ? 'utf-16le' : decoder.encoding
  return (decoderFor(name) ?? decoder).decode(bytes)
}

/** Node 20 reads windows-1252 as ISO-8859-1: its signs between 0x80 and 0x9f are put in here. */
const signs = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ'

function decode(decoder: TextDecoder, bytes: Buffer): string {
  if (isUtf16(decoder)) return inByteOrder(decoder, bytes)
  if (decoder.encoding === 'iso-2022-jp') return decoder.decode(withoutIdleShifts(bytes))
  if (decoder.encoding !== 'windows-1252') return decoder.decode(bytes)
  return bytes
    .toString('latin1')
    .replace(/[\u0080-\u009f]/g, (sign) => signs[sign.charCodeAt(0) - 0x80] ?? sign)
}

const shift = '\u001b'

/** Joined pieces shift back and at once forth again, which the decoder takes for an error. */
function withoutIdleShifts(bytes: Buffer): Buffer {
  const pieces = bytes.toString('latin1').split(shift)
  const needed = pieces.filter((piece, i) => !/^\([BJ]$/.test(piece) || i === pieces.length - 1)
  return Buffer.from(needed.join(shift), 'latin1')
}

function decodeUtf8(bytes: Buffer): Decoded {
  const text = withoutMark(bytes.toString('utf8'))
  if (isUtf8(bytes)) return { text, defect: null }
  const damaged = count(text, '\ufffd')
  const whole = (text.match(/(?!\ufffd)\P{ASCII}/gu) ?? []).length
  if (whole > damaged) return { text, defect: `Text in UTF-8 has ${damaged} damaged characters` }
  return guessed(bytes, 'Text claims UTF-8 and is not')
}

function guessed(bytes: Buffer, because: string): Decoded {
  const charset = guessCharset(bytes)
  const decoder = charset === 'utf-8' ? null : decoderFor(charset)
  const text = decoder ? decode(decoder, bytes) : withoutMark(bytes.toString('utf8'))
  return { text, defect: `${because}: read as ${charset}` }
}

const decoders = new Map<string, TextDecoder>()

/** Only names that mean something are kept: a hostile mail may bring thousands of others. */
function decoderFor(label: string): TextDecoder | null {
  const known = decoders.get(label)
  if (known) return known
  try {
    const decoder = new TextDecoder(label)
    decoders.set(label, decoder)
    return decoder
  } catch {
    return null
  }
}

function withoutMark(text: string): string {
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text
}

function count(text: string, character: string): number {
  let found = 0
  for (let at = text.indexOf(character); at >= 0; at = text.indexOf(character, at + 1)) found++
  return found
}
