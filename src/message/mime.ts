import type { Readable, Writable } from 'node:stream'
import type { MailParserOptions } from 'mailparser'
import { PartReader } from './part-reader.ts'
import type { Part, RawAttachment } from './parts.ts'

export interface Mime {
  /** Field lines of the head, folded, one character a byte. */
  headerLines: string[]
  root: Part | null
  attachments: RawAttachment[]
  /** Why the reading ended before the mail did; null when it was read to its end. */
  broken: string | null
}

/** Where the decoded bytes of an attachment go besides the hash; null keeps nothing. */
export type Sink = (index: number) => Writable | null

/** Reports quote at most a mail; of bigger ones the beginning has the headers. */
const longestReport = 256 * 1024
const reports = /^(?:message\/|text\/rfc822|text\/calendar|application\/ms-tnef)/

const options = {
  skipHtmlToText: true,
  skipTextToHtml: true,
  skipTextLinks: true,
  skipImageLinks: true,
  keepDeliveryStatus: true,
  ignoreEmbedded: true,
  checksumAlgo: 'sha256',
  maxHeadSize: 6 * 1024 * 1024,
  maxChildNodes: 5000,
}

/**
 * Takes a mail apart, in one pass and in memory that does not grow with its attachments. Never
 * rejects for what the mail contains: a mail that breaks a limit comes back as far as it was read.
 */
export function readMime(source: Buffer | Readable, sink: Sink = () => null): Promise<Mime> {
  const parser = new PartReader(options as MailParserOptions)
  const attachments: RawAttachment[] = []
  let index = 0
  return new Promise((resolve, reject) => {
    const finish = (broken: string | null) =>
      resolve({ headerLines: parser.lines, root: parser.root(), attachments, broken })
    const stop = () => {
      parser.destroy()
      if (!Buffer.isBuffer(source)) source.destroy()
    }
    const fail = (error: Error) => {
      reject(error)
      stop()
    }
    const breakOff = (error: Error) => {
      finish(error.message)
      stop()
    }
    parser.on('data', (data: Streamed) => {
      if (data.type !== 'attachment') return
      const out = sink(index++)
      out?.on('error', fail)
      take(data, out, attachments).on('error', breakOff)
    })
    parser.once('end', () => finish(null))
    // The first one counts; more may follow while the streams inside come to rest.
    parser.on('error', breakOff)
    if (Buffer.isBuffer(source)) parser.end(source)
    else source.on('error', fail).pipe(parser)
  })
}

/** What mailparser hands out for an attachment, as far as it is used. */
interface Streamed {
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

/** Notes an attachment and lets its bytes run through: the hash is made on the way. */
function take(data: Streamed, out: Writable | null, all: RawAttachment[]): Readable {
  const type = (data.contentType || 'application/octet-stream').toLowerCase()
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
  all.push(attachment)
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
  return data.content
}
