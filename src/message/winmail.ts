import { type FileInside, fileInside } from './file-inside.ts'
import type { Branch, Part, TextPart } from './parts.ts'
import { decompressRtf } from './winmail/rtf-compressed.ts'
import { readRtf } from './winmail/rtf-text.ts'
import { readTnef, type Tnef, type TnefFile } from './winmail/tnef.ts'

export interface Unpacked {
  files: FileInside[]
  /** What the message says; for mails that say nothing beside it. */
  body: Part | null
}

/** True for what Outlook sends as winmail.dat, also where a gateway has forgotten its type. */
export function isWinmail(type: string, name: string | null): boolean {
  return (
    /^application\/(?:vnd\.)?ms-tnef$/.test(type) ||
    (type === 'application/octet-stream' && /^win(?:mail)?\d{0,6}\.dat$/i.test(name ?? ''))
  )
}

/**
 * The files inside a winmail.dat, in their order, those of messages inside it after their
 * text. Null when it cannot be read to its end: then it stays an attachment as it is, so
 * that nothing is lost.
 */
export function unpackWinmail(bytes: Buffer): Unpacked | null {
  const tnef = readTnef(bytes)
  if (!tnef?.whole) return null
  return { files: filesOf(tnef), body: bodyOf(tnef) }
}

function filesOf({ files }: Tnef): FileInside[] {
  return files.flatMap((file) => (file.message ? mailInside(file.message) : [fileIn(file)]))
}

/** A message inside is kept as its text, in a file named by its subject. */
function mailInside(message: Tnef): FileInside[] {
  const [part] = bodyOf(message)?.parts ?? []
  const rest = filesOf(message)
  if (part?.kind !== 'text') return rest
  const extension = part.type === 'text/html' ? 'html' : 'txt'
  const name = `${message.subject || 'message'}.${extension}`
  const text: TnefFile = {
    name,
    type: part.type,
    contentId: null,
    bytes: Buffer.concat(part.chunks),
    message: null,
  }
  return [fileIn(text), ...rest]
}

function fileIn({ name, type, contentId, bytes }: TnefFile): FileInside {
  return fileInside(name, bytes, type, contentId)
}

/** The message in the forms that it was sent in; RTF only where it is all there is. */
function bodyOf({ plain, html, rtf }: Tnef): Branch | null {
  const parts: Part[] = []
  if (plain?.trim()) parts.push(textPart('text/plain', Buffer.from(plain), 'utf-8'))
  if (html) parts.push(textPart('text/html', html.bytes, html.charset))
  const bare = parts.length === 0 && rtf ? decompressRtf(rtf) : null
  if (bare) {
    const { kind, text } = readRtf(bare)
    parts.push(textPart(kind === 'html' ? 'text/html' : 'text/plain', Buffer.from(text), 'utf-8'))
  }
  return parts.length > 0 ? { kind: 'branch', type: 'multipart/alternative', parts } : null
}

function textPart(type: TextPart['type'], bytes: Buffer, charset: string | null): TextPart {
  return { kind: 'text', type, charset, flowed: false, delSp: false, chunks: [bytes], cut: false }
}
