// biome-ignore lint/style/noRestrictedImports: attachments of any size go to files, not to memory
import { createWriteStream } from 'node:fs'
import path from 'node:path'
import { type Readable, Writable } from 'node:stream'
import { readMime } from './mime.ts'
import { openMail } from './repair.ts'

export interface ExtractedFile {
  path: string
  /** Decoded bytes. */
  size: number
}

/**
 * Writes the decoded bytes of the attachments with these `Attachment.index` into `folder` (which is
 * there already), one file each, named by the index. An index that the mail does not have is
 * missing in the result. Rejects with the error of the source or of the file system.
 */
export async function extractAttachments(
  raw: Readable | Buffer,
  indexes: number[],
  folder: string,
): Promise<Map<number, ExtractedFile>> {
  const wanted = new Set(indexes)
  const files = new Map<number, string>()
  const sink = (index: number) => {
    if (!wanted.has(index)) return null
    const file = path.join(folder, String(index))
    files.set(index, file)
    // What customers send is for its owner only.
    return createWriteStream(file, { mode: 0o600 })
  }
  const { source } = await openMail(raw)
  const { attachments } = await readMime(source, sink)
  return new Map(
    [...files].map(([index, file]) => [index, { path: file, size: attachments[index]?.size ?? 0 }]),
  )
}

/**
 * The decoded bytes of all attachments of a mail that is small enough for memory, by their index.
 */
export async function attachmentContents(raw: Buffer): Promise<Map<number, Buffer>> {
  const pieces = new Map<number, Buffer[]>()
  const sink = (index: number) => {
    const own: Buffer[] = []
    pieces.set(index, own)
    return new Writable({
      write(chunk: Buffer, _encoding, done) {
        own.push(chunk)
        done()
      },
    })
  }
  const { source } = await openMail(raw)
  await readMime(source, sink)
  return new Map([...pieces].map(([index, own]) => [index, Buffer.concat(own)]))
}
