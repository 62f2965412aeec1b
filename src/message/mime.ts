import { Readable, type Writable } from 'node:stream'
import type { MailParserOptions } from 'mailparser'
import { PartReader } from './part-reader.ts'
import type { Part, RawAttachment } from './parts.ts'
import { type Found, type Streamed, takeAttachment, writeAll } from './streamed.ts'
import { takeUuencoded } from './uuencoded-texts.ts'

export interface Mime extends Found {
  /** Field lines of the head, folded, one character a byte. */
  headerLines: string[]
  root: Part | null
  /** Why the reading ended before the mail did; null when it was read to its end. */
  broken: string | null
}

/** The parser splits a piece to its end, whatever it has been told to stop at. */
const piece = 64 * 1024

/** Where the decoded bytes of an attachment go besides the hash; null keeps nothing. */
export type Sink = (index: number) => Writable | null

const options = {
  skipHtmlToText: true,
  skipTextToHtml: true,
  skipTextLinks: true,
  skipImageLinks: true,
  keepDeliveryStatus: true,
  ignoreEmbedded: true,
  checksumAlgo: 'sha256',
  maxHeadSize: 6 * 1024 * 1024,
  maxChildNodes: 50_000,
}

/**
 * Takes a mail apart, in one pass and in memory that does not grow with its attachments. Never
 * rejects for what the mail contains: a mail that breaks a limit comes back as far as it was read.
 */
export function readMime(source: Buffer | Readable, sink: Sink = () => null): Promise<Mime> {
  const parser = new PartReader(options as MailParserOptions)
  const found: Found = { attachments: [], wrapped: null, defects: [] }
  return new Promise((resolve, reject) => {
    const finish = (broken: string | null) => {
      const root = parser.root()
      const mime = { headerLines: parser.lines, root, ...found, broken }
      const files = takeUuencoded(root)
      if (files.length === 0) resolve(mime)
      else void writeAll(files, note).then(() => resolve(mime))
    }
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
    /** An attachment is numbered when it is noted: the ones in a winmail.dat count each. */
    const note = (attachment: RawAttachment) => {
      const out = sink(found.attachments.push(attachment) - 1)
      out?.on('error', fail)
      return out
    }
    parser.on('data', (data: Streamed) => {
      if (data.type !== 'attachment') return
      data.content.on('error', breakOff)
      takeAttachment(data, found, note)
    })
    parser.once('end', () => finish(null))
    // The first one counts; more may follow while the streams inside come to rest.
    parser.on('error', breakOff)
    if (Buffer.isBuffer(source) && source.length <= piece) parser.end(source)
    else asStream(source).on('error', fail).pipe(parser)
  })
}

function asStream(source: Buffer | Readable): Readable {
  return Buffer.isBuffer(source) ? Readable.from(pieces(source)) : source
}

function* pieces(bytes: Buffer): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += piece) yield bytes.subarray(at, at + piece)
}
