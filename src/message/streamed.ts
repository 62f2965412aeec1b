import { Readable, type Writable } from 'node:stream'
import type { FileInside } from './file-inside.ts'
import type { Part, RawAttachment } from './parts.ts'
import { isWinmail, unpackWinmail } from './winmail.ts'

/** What mailparser hands out for an attachment, as far as it is used. */
export interface Streamed {
  type: string
  content: Readable
  contentType?: string
  contentDisposition?: string
  filename?: string
  cid?: string
  related?: boolean
  checksum?: string
  size?: number
  release(): void
}

export interface Found {
  attachments: RawAttachment[]
  /** What winmail.dat says: for a mail that says nothing else. */
  wrapped: Part | null
  /** What was wrong with attachments, one sentence each. */
  defects: string[]
}

/** Numbers an attachment, and says where its bytes go besides the hash. */
export type Note = (attachment: RawAttachment) => Writable | null

/** Reports quote at most a mail; of bigger ones the beginning has the headers. */
const longestReport = 256 * 1024
const reports = /^(?:message\/|text\/rfc822|text\/calendar)/
/** A bigger winmail.dat stays packed: it is unpacked in memory. */
const biggestWinmail = 32 * 1024 * 1024

/** Lets an attachment run through to its end; what is in a winmail.dat takes its place. */
export function takeAttachment(data: Streamed, found: Found, note: Note): void {
  if (isWinmail(typeOf(data), data.filename ?? null)) unpack(data, found, note)
  else run(data, note)
}

function typeOf({ contentType }: Streamed): string {
  return (contentType || 'application/octet-stream').toLowerCase()
}

/** The hash and the size come with the end; nothing but small reports is kept. */
function run(data: Streamed, note: Note): void {
  const type = typeOf(data)
  const kept: Buffer[] | null = reports.test(type) ? [] : null
  let length = 0
  const attachment: RawAttachment = {
    type,
    name: data.filename || null,
    disposition: data.contentDisposition ?? null,
    contentId: data.cid || null,
    related: data.related === true,
    size: 0,
    sha256: '',
    bytes: null,
  }
  const out = note(attachment)
  data.content.on('data', (chunk: Buffer) => {
    if (kept && length < longestReport) kept.push(chunk)
    length += chunk.length
    if (out && !out.write(chunk)) {
      data.content.pause()
      out.once('drain', () => data.content.resume())
    }
  })
  data.content.once('end', () => {
    attachment.size = data.size ?? length
    attachment.sha256 = data.checksum ?? ''
    attachment.bytes = kept && Buffer.concat(kept).subarray(0, longestReport)
    if (out) out.end(() => data.release())
    else data.release()
  })
}

/** One that cannot be unpacked, or is too big for it, is an attachment as it is. */
function unpack(data: Streamed, found: Found, note: Note): void {
  const kept: Buffer[] = []
  let length = 0
  const giveUp = (because: string) =>
    found.defects.push(`An attachment of Outlook (winmail.dat) stays packed: ${because}.`)
  const gather = (chunk: Buffer) => {
    kept.push(chunk)
    length += chunk.length
    if (length <= biggestWinmail) return
    giveUp('it is too big')
    data.content.off('data', gather).off('end', finish).pause()
    data.content.unshift(Buffer.concat(kept))
    run(data, note)
    data.content.resume()
  }
  const finish = () => {
    const bytes = Buffer.concat(kept)
    const unpacked = unpackWinmail(bytes)
    if (!unpacked) {
      giveUp('it is damaged')
      run({ ...data, content: Readable.from([bytes]) }, note)
      return
    }
    found.wrapped ??= unpacked.body
    void writeAll(unpacked.files, note).finally(() => data.release())
  }
  data.content.on('data', gather).once('end', finish)
}

/** One after the other: a thousand small files are not open at a time. */
export async function writeAll(files: FileInside[], note: Note): Promise<void> {
  for (const { attachment, bytes } of files) {
    const out = note(attachment)
    if (out) await new Promise((resolve) => out.end(bytes, () => resolve(null)))
  }
}
