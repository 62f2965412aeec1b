import { decodeText } from '../charset.ts'
import { charsetOf } from '../code-pages.ts'
import {
  type MapiProperties,
  type MapiValue,
  readProperties,
  withoutEnd,
} from './mapi-properties.ts'

/** What a winmail.dat holds. */
export interface Tnef {
  subject: string
  /** The body in the forms that it was sent in; null where it was not. */
  plain: string | null
  html: { bytes: Buffer; charset: string | null } | null
  /** Compressed, as MS-OXRTFCP has it. */
  rtf: Buffer | null
  files: TnefFile[]
  /** True when it could be read to its end. */
  whole: boolean
}

export interface TnefFile {
  name: string | null
  type: string | null
  contentId: string | null
  bytes: Buffer
  /** A message inside the message, in place of bytes. */
  message: Tnef | null
}

/** MS-OXTNEF section 2.1.3.3: attributes by id (the low half) as far as they are read. */
const attribute = {
  subject: 0x8004,
  body: 0x800c,
  attachmentData: 0x800f,
  attachmentTitle: 0x8010,
  attachmentBegins: 0x9002,
  messageProperties: 0x9003,
  attachmentProperties: 0x9005,
  codePage: 0x9007,
}

/** MS-OXPROPS: properties by id. */
const property = {
  subject: 0x37,
  body: 0x1000,
  rtf: 0x1009,
  html: 0x1013,
  codePage: 0x3fde,
  displayName: 0x3001,
  data: 0x3701,
  fileName: 0x3704,
  longFileName: 0x3707,
  mimeType: 0x370e,
  contentId: 0x3712,
}

const signature = 0x223e9f78
/** IID_IMessage: what stands before a message inside an attachment (section 2.1.3.3.15). */
const messageInside = Buffer.from('0703020000000000c000000000000046', 'hex')
const deepest = 5
const mostFiles = 1000

interface Open {
  title: string | null
  data: Buffer | null
  properties: Map<number, MapiValue>
}

/**
 * Unpacks TNEF (MS-OXTNEF), what Outlook sends as winmail.dat. Lengths are believed as far as there
 * are bytes; a stream that ends early or breaks its own rules gives what came before, and `whole`
 * is false. Null for bytes that are no TNEF at all.
 */
export function readTnef(bytes: Buffer, depth = 0): Tnef | null {
  if (bytes.length < 6 || bytes.readUInt32LE(0) !== signature) return null
  let codePage: string | null = null
  const decodeAnsi = (text: Buffer) => decodeText(text, codePage).text
  const message: Open = { title: null, data: null, properties: new Map() }
  const attached: Open[] = []
  let plain: string | null = null
  let whole = true
  try {
    for (const { id, data } of attributes(bytes)) {
      const open = attached.at(-1)
      if (id === attribute.codePage) codePage = charsetOf(data.readUInt32LE(0))
      else if (id === attribute.subject) message.title = withoutEnd(decodeAnsi(data))
      else if (id === attribute.body) plain = withoutEnd(decodeAnsi(data))
      else if (id === attribute.messageProperties)
        readProperties(data, decodeAnsi, message.properties)
      else if (id === attribute.attachmentBegins) {
        if (attached.length >= mostFiles) throw new RangeError('too many files')
        attached.push({ title: null, data: null, properties: new Map() })
      } else if (open && id === attribute.attachmentTitle) open.title = withoutEnd(decodeAnsi(data))
      else if (open && id === attribute.attachmentData) open.data = data
      else if (open && id === attribute.attachmentProperties)
        readProperties(data, decodeAnsi, open.properties)
    }
  } catch {
    whole = false
  }
  const html = message.properties.get(property.html)
  const rtf = message.properties.get(property.rtf)
  const files = attached.map((open) => fileOf(open, depth)).filter((file) => file !== null)
  return {
    subject: textAt(message.properties, property.subject) ?? message.title ?? '',
    plain: textAt(message.properties, property.body) ?? plain,
    html: html === undefined ? null : htmlOf(html, message.properties.get(property.codePage)),
    rtf: Buffer.isBuffer(rtf) ? rtf : null,
    files,
    whole: whole && files.length === attached.length && files.every(isWhole),
  }
}

/**
 * Level, id, length, data and a checksum, one after the other (section 2.1.3.2); throws when cut.
 */
function* attributes(bytes: Buffer): Generator<{ id: number; data: Buffer }> {
  for (let at = 6; at < bytes.length; ) {
    const id = bytes.readUInt16LE(at + 1)
    const length = bytes.readUInt32LE(at + 5)
    const end = at + 9 + length
    // What is left of a file that was cut off is still worth having; the
    // checksum need not be there.
    yield { id, data: bytes.subarray(at + 9, end) }
    if (end > bytes.length) throw new RangeError('an attribute is longer than the stream')
    at = end + 2
  }
}

function fileOf({ title, data, properties }: Open, depth: number): TnefFile | null {
  const content = properties.get(property.data) ?? data
  if (!Buffer.isBuffer(content)) return null
  const isMessage = content.subarray(0, 16).equals(messageInside)
  const message = isMessage && depth < deepest ? readTnef(content.subarray(16), depth + 1) : null
  return {
    name:
      textAt(properties, property.longFileName) ??
      title ??
      textAt(properties, property.fileName) ??
      textAt(properties, property.displayName),
    type: textAt(properties, property.mimeType)?.toLowerCase() ?? null,
    contentId: textAt(properties, property.contentId)?.replace(/^<|>$/g, '') ?? null,
    bytes: content,
    message,
  }
}

function isWhole({ message }: TnefFile): boolean {
  return message === null || message.whole
}

function htmlOf(value: MapiValue, codePage: MapiValue | undefined): Tnef['html'] {
  if (typeof value === 'string') return { bytes: Buffer.from(value), charset: 'utf-8' }
  const charset = typeof codePage === 'number' ? charsetOf(codePage) : null
  return Buffer.isBuffer(value) ? { bytes: value, charset } : null
}

function textAt(properties: MapiProperties, id: number): string | null {
  const value = properties.get(id)
  return typeof value === 'string' && value !== '' ? value : null
}
