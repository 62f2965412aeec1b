/**
 * Text as mail headers and bodies carry it. Only ASCII comes out, no line is longer than 76
 * characters where an encoding was used, and no line end comes out that was not asked for.
 */

/** Bytes of an encoded word: with its frame and `Reply-To: ` in front it fits 76 characters. */
const WORD_BYTES = 39
const FOLD = '\r\n '

/**
 * Unstructured text of a header (RFC 2047 section 5 (1)), folded. Plain words at its beginning stay
 * as they are, so that a tag there can be read by the plainest program.
 */
export function headerText(text: string): string {
  const clean = oneLine(text).trim()
  if (isPlain(clean)) return folded(clean)
  const words = /^(?:[!-~]+ )*/.exec(clean)?.[0].trimEnd() ?? ''
  if (words === '' || !isPlain(words)) return encodedWords(clean).join(FOLD)
  return [folded(words), ...encodedWords(clean.slice(words.length + 1))].join(FOLD)
}

/** The name in front of an address (RFC 5322 phrase); empty for an empty name. */
export function phrase(name: string): string {
  const clean = oneLine(name).trim()
  if (clean === '') return ''
  if (isPlain(clean) && clean.length <= 60) return `"${clean.replace(/["\\]/g, '\\$&')}"`
  return encodedWords(clean).join(FOLD)
}

/**
 * A parameter of Content-Type or Content-Disposition, RFC 2231 beside a plain form where needed.
 */
export function parameter(name: string, value: string): string {
  const clean = oneLine(value)
  const plain = clean.replace(/[^ -~]|["\\]/g, '_')
  const quoted = `${name}="${plain}"`
  if (plain === clean) return quoted
  const percent = encodeURIComponent(wellFormed(clean)).replace(
    /['()*!]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `${quoted};${FOLD}${name}*=UTF-8''${percent}`
}

/** Quoted-printable (RFC 2045 section 6.7) of text whose lines end in CRLF. */
export function quotedPrintable(text: string): string {
  const bytes = Buffer.from(text)
  // Three characters for a byte, and three more for every break: a line has 73 or more.
  const out = Buffer.allocUnsafe(bytes.length * 3 + Math.ceil((bytes.length * 9) / 73) + 3)
  let length = 0
  let column = 0
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] as number
    if (byte === CR && bytes[at + 1] === LF) {
      out[length++] = CR
      out[length++] = LF
      column = 0
      at++
      continue
    }
    const plain = SAYS_ITSELF[byte] === 1 && !(isBlank(byte) && endsLine(bytes, at + 1))
    const width = plain ? 1 : 3
    // The last of a line may fill the place that a break would need.
    if (column + width > (endsLine(bytes, at + 1) ? 76 : 75)) {
      out[length++] = EQUALS
      out[length++] = CR
      out[length++] = LF
      column = 0
    }
    if (plain) out[length++] = byte
    else {
      out[length++] = EQUALS
      out[length++] = HEX[byte >> 4] as number
      out[length++] = HEX[byte & 15] as number
    }
    column += width
  }
  return out.toString('latin1', 0, length)
}

const [CR, LF, EQUALS] = [13, 10, 61]
const HEX = Buffer.from('0123456789ABCDEF')

/** 1 for tab, space and what is to be seen of ASCII, but for `=`. */
const SAYS_ITSELF = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte === 9 || (byte >= 32 && byte < 127 && byte !== EQUALS) ? 1 : 0,
)

function isBlank(byte: number): boolean {
  return byte === 32 || byte === 9
}

function endsLine(bytes: Buffer, at: number): boolean {
  return at === bytes.length || (bytes[at] === CR && bytes[at + 1] === LF)
}

/** Base64 in lines of 76 characters, each with its line end. */
export function base64Lines(bytes: Buffer): string {
  return bytes.toString('base64').replace(/.{1,76}/g, '$&\r\n')
}

/**
 * Line ends, control characters and what is no character become a space: no header can be begun.
 */
export function oneLine(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is removed
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ')
}

function isPlain(text: string): boolean {
  return /^[ -~]*$/.test(text) && !text.includes('=?') && !/^ | $| {2}|[!-~]{70}/.test(text)
}

/** Folds at single spaces, which unfolding gives back (RFC 5322 section 2.2.3). */
function folded(text: string): string {
  return text.length <= 64
    ? text
    : text.replace(/(.{1,64})(?: (?=[!-~])|$)/g, `$1${FOLD}`).trimEnd()
}

function encodedWords(text: string): string[] {
  const words: string[] = []
  let word = ''
  let size = 0
  for (const character of text) {
    const bytes = Buffer.byteLength(character)
    if (size + bytes > WORD_BYTES) {
      words.push(word)
      word = ''
      size = 0
    }
    word += character
    size += bytes
  }
  return [...words, word].map((it) => `=?UTF-8?B?${Buffer.from(it).toString('base64')}?=`)
}

function wellFormed(text: string): string {
  return Buffer.from(text).toString()
}
