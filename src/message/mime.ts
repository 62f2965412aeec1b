import type { Readable, Writable } from 'node:stream'
import { MailParser, type MailParserOptions } from 'mailparser'

/** A text that is shown, as transfer-decoded bytes: the charset is for the caller to judge. */
export interface TextPart {
  kind: 'text'
  type: 'text/plain' | 'text/html'
  charset: string | null
  /** RFC 3676 format=flowed, and whether its soft breaks are deleted. */
  flowed: boolean
  delSp: boolean
  chunks: Buffer[]
  /** True when the text was longer than what is kept. */
  cut: boolean
}

export interface Branch {
  kind: 'branch'
  /** `multipart/alternative` and so on. */
  type: string
  parts: Part[]
}

export type Part = TextPart | Branch

export interface RawAttachment {
  type: string
  name: string | null
  disposition: string | null
  /** Without angle brackets. */
  contentId: string | null
  related: boolean
  size: number
  sha256: string
  /** The decoded bytes of small parts that speak about the mail itself (reports, mails), else null. */
  bytes: Buffer | null
}

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

/** More text than anybody reads; the rest stays in the raw mail. */
const longestText = 4 * 1024 * 1024
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
  maxHeadSize: 8 * 1024 * 1024,
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
    parser.on('data', (data: Streamed) => {
      if (data.type !== 'attachment') return
      const out = sink(index++)
      out?.once('error', reject)
      take(data, out, attachments).once('error', (error: Error) => finish(error.message))
    })
    parser.once('end', () => finish(null))
    // The first one counts; more may follow while the streams inside come to rest.
    parser.on('error', (error: Error) => finish(error.message))
    if (Buffer.isBuffer(source)) {
      parser.end(source)
      return
    }
    source.once('error', (error) => {
      parser.destroy()
      reject(error)
    })
    source.pipe(parser)
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

/** A node of mailparser's tree (3.9.31, pinned exactly), as far as it is used. */
interface Node {
  contentType: string | false
  children: Node[]
  charset?: string
  isAttachment?: boolean
  disposition?: string
  decoder?: { push(chunk: Buffer | string | null): boolean }
  node: {
    root: boolean
    filename: string | false
    charset: string | false
    flowed: boolean
    delSp: boolean
  }
  text?: TextPart
}

interface Internals {
  createNode(node: Node['node']): Node
  headerLines: { key: string; line: string }[] | false
  tree: Node | false
}

const parent = MailParser.prototype as unknown as Internals

/**
 * mailparser with two habits changed: texts are collected as bytes (it decodes undeclared 8-bit as
 * UTF-8 and loses them), and headers are not interpreted (it reads the clock for a bad Date, and the
 * last of two Froms). That also makes it a good deal faster.
 */
class PartReader extends MailParser {
  get lines(): string[] {
    return ((this as unknown as Internals).headerLines || []).map(({ line }) => line)
  }

  root(): Part | null {
    const { tree } = this as unknown as Internals
    return tree ? partOf(tree) : null
  }

  /** Called by mailparser for every node; only what it needs itself comes out. */
  processHeaders(lines: { key: string; line: string }[]): Map<string, string> {
    const id = lines.find(({ key }) => key === 'content-id')?.line
    return new Map(id ? [['content-id', id.slice(id.indexOf(':') + 1).trim()]] : [])
  }

  /** Called by mailparser when the head of a part is complete. */
  createNode(node: Node['node']): Node {
    const created = parent.createNode.call(this, node)
    if (created.isAttachment || !created.decoder) return created
    if (node.filename && !node.root) {
      // A text file shown inline is still a file.
      created.isAttachment = true
      created.disposition = 'attachment'
      return created
    }
    created.text = collectText(created)
    return created
  }
}

/** Diverts what the decoder of a text part hands out, so that mailparser itself sees an empty text. */
function collectText(created: Node): TextPart {
  const { node, decoder } = created
  const part: TextPart = {
    kind: 'text',
    type: created.contentType === 'text/html' ? 'text/html' : 'text/plain',
    charset: node.charset || null,
    flowed: node.flowed,
    delSp: node.delSp,
    chunks: [],
    cut: false,
  }
  // What is left to mailparser then needs no streams for charset and flow.
  created.charset = 'utf-8'
  node.flowed = false
  if (!decoder) return part
  const push = decoder.push.bind(decoder)
  let length = 0
  decoder.push = (chunk) => {
    if (chunk === null) return push(null)
    if (length >= longestText) part.cut = true
    else part.chunks.push(typeof chunk === 'string' ? Buffer.from(chunk) : chunk)
    length += chunk.length
    return true
  }
  return part
}

function partOf(node: Node): Part | null {
  if (node.text) return node.text
  const parts = node.children.map(partOf).filter((part) => part !== null)
  return parts.length > 0
    ? { kind: 'branch', type: node.contentType || 'multipart/mixed', parts }
    : null
}
