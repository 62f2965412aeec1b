import { first, headersOf, splitHead } from './headers.ts'

/** How far is looked for the type: no honest head is longer. */
const longestHead = 64 * 1024
/** Of the ten or so that there are down to the text. */
const deepest = 20

const signedData = Buffer.from('2a864886f70d010702', 'hex')

/**
 * A mail that was signed as a whole, which hides its text from programs without S/MIME (RFC 8551
 * section 3.5.2), as the mail that was signed, under its own head. Whether the signature holds is
 * not judged. Null for every other mail, and for what cannot be read to its end.
 */
export function signedMail(mail: Buffer): Buffer | null {
  if (!mail.subarray(0, longestHead).includes('pkcs7-mime')) return null
  const { lines, body } = splitHead(mail)
  const headers = headersOf(lines)
  if (!/^application\/(?:x-)?pkcs7-mime\b/i.test(first(headers, 'content-type') ?? '')) return null
  const isBase64 = /^base64\b/i.test(first(headers, 'content-transfer-encoding') ?? '')
  const content = contentOf(isBase64 ? Buffer.from(body.toString('latin1'), 'base64') : body)
  if (content === null) return null
  const inner = splitHead(content)
  // No server on the way has looked at the head inside: it only says what its text is.
  const head = [
    ...lines.filter((line) => !isAboutContent(line)),
    ...inner.lines.filter(isAboutContent),
  ]
  return Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`, 'latin1'), inner.body])
}

function isAboutContent(line: string): boolean {
  return /^content-/i.test(line)
}

/** What is signed, in a SignedData of RFC 5652 section 5.1. */
function contentOf(bytes: Buffer): Buffer | null {
  const [type, wrapped] = inside(bytes, elementAt(bytes, 0))
  if (!type || !signedData.equals(bytes.subarray(type.start, type.end))) return null
  const [signed] = inside(bytes, wrapped ?? null)
  const [, , encapsulated] = inside(bytes, signed ?? null)
  const [, content] = inside(bytes, encapsulated ?? null)
  const [octets] = inside(bytes, content ?? null)
  return octets ? octetsOf(bytes, octets) : null
}

/** An element of BER (X.690): its content from `start` to `end`, and where the next one begins. */
interface Element {
  isConstructed: boolean
  start: number
  end: number
  next: number
}

function elementAt(bytes: Buffer, at: number, depth = 0): Element | null {
  const [tag, length] = bytes.subarray(at, at + 2)
  if (tag === undefined || length === undefined || depth > deepest) return null
  const isConstructed = (tag & 0x20) !== 0
  const start = at + 2
  if (length === 0x80) return untilItsEnd(bytes, start, depth)
  const more = length > 0x80 ? length - 0x80 : 0
  if (more > 4 || start + more > bytes.length) return null
  const end = start + more + (more > 0 ? bytes.readUIntBE(start, more) : length)
  return end <= bytes.length ? { isConstructed, start: start + more, end, next: end } : null
}

/** Written as it came, without a length: two noughts end it. */
function untilItsEnd(bytes: Buffer, start: number, depth: number): Element | null {
  let end = start
  while (bytes[end] !== 0 || bytes[end + 1] !== 0) {
    const element = elementAt(bytes, end, depth + 1)
    if (!element) return null
    end = element.next
  }
  return { isConstructed: true, start, end, next: end + 2 }
}

function inside(bytes: Buffer, element: Element | null): Element[] {
  const found: Element[] = []
  if (!element?.isConstructed) return found
  for (let at = element.start; at < element.end; ) {
    const next = elementAt(bytes, at)
    if (!next) break
    found.push(next)
    at = next.next
  }
  return found
}

/** Long contents are written in pieces. */
function octetsOf(bytes: Buffer, element: Element, depth = 0): Buffer | null {
  if (!element.isConstructed) return bytes.subarray(element.start, element.end)
  if (depth > deepest) return null
  const pieces = inside(bytes, element).map((piece) => octetsOf(bytes, piece, depth + 1))
  return Buffer.concat(pieces.filter((piece) => piece !== null))
}
