import type { Transform } from 'node:stream'
import { MailParser, type MailParserOptions } from 'mailparser'
import { textParameter } from './parameters.ts'
import type { Part, TextPart } from './parts.ts'
import { quotedPrintableDecoder } from './quoted-printable.ts'
import { uuDecoder } from './uuencoded.ts'
import { holdsFiles } from './uuencoded-texts.ts'

/** More text than anybody reads; the rest stays in the raw mail. */
const longestText = 4 * 1024 * 1024
/** Files of programs older than MIME stand in the text itself. */
const longestWithFiles = 32 * 1024 * 1024

/** No honest mail nests deeper; what is below is read as if it stood side by side. */
const deepest = 100
/** Below this the parser itself needs memory that grows with the square of the depth. */
const deepestRead = 2000

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
    parentNode: Node['node'] | false
    contentType: string | false
    disposition: string | false
    filename: string | false
    charset: string | false
    flowed: boolean
    delSp: boolean
    encoding: string | false
    headers: { getList(): HeaderLine[] }
    getDecoder(): Transform
  }
  text?: TextPart
}

interface HeaderLine {
  key: string
  line: string
}

interface Internals {
  createNode(node: Node['node']): Node
  headerLines: HeaderLine[] | false
  tree: Node | false
  splitter: Transform & {
    compareBoundary(line: Buffer, start: number, boundary: Buffer): number | false
  }
  chunkedPassthrough: Transform
}

const parent = MailParser.prototype as unknown as Internals

/**
 * mailparser with five habits changed: texts are collected as bytes (it decodes undeclared 8-bit as
 * UTF-8 and loses them), headers are not interpreted (it reads the clock for a bad Date, and the
 * last of two Froms), names of files are read by our own rules, quoted-printable is decoded as
 * it comes (it holds and matches it as a whole), and a delimiter may be padded (it overlooks it, and
 * the part below with it).
 */
export class PartReader extends MailParser {
  constructor(options: MailParserOptions) {
    super(options)
    const { splitter } = this as unknown as Internals
    const compare = splitter.compareBoundary
    splitter.compareBoundary = (line, start, boundary) =>
      compare.call(splitter, withoutPadding(line), start, boundary)
  }

  get lines(): string[] {
    return ((this as unknown as Internals).headerLines || []).map(({ line }) => line)
  }

  /** Destroying mailparser alone leaves its splitter at work on what it has. */
  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    const { splitter, chunkedPassthrough } = this as unknown as Internals
    chunkedPassthrough.destroy()
    splitter.destroy()
    super._destroy(error, done)
  }

  root(): Part | null {
    const { tree } = this as unknown as Internals
    return tree ? partOf(tree) : null
  }

  /** Called by mailparser for every node; only what it needs itself comes out. */
  processHeaders(lines: HeaderLine[]): Map<string, string> {
    const id = fieldValue(lines, 'content-id')
    return new Map(id ? [['content-id', id]] : [])
  }

  /** Called by mailparser when the head of a part is complete. */
  createNode(node: Node['node']): Node {
    if (isTooDeep(node))
      this.emit('error', new Error(`its parts nest more than ${deepestRead} levels deep`))
    if (isMailOfDigest(node)) node.contentType = 'message/rfc822'
    if (node.encoding === 'quoted-printable') node.getDecoder = quotedPrintableDecoder
    if (isUuencoding(node.encoding)) node.getDecoder = uuDecoder
    if (node.filename) node.filename = fileNameOf(node.headers.getList()) ?? node.filename
    const created = parent.createNode.call(this, node)
    if (!created.decoder) return created
    if (created.isAttachment && isTextAfterAll(node)) {
      created.isAttachment = false
      created.disposition = 'inline'
    }
    if (created.isAttachment) return created
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

/** RFC 2046 section 5.1.1: blanks at the end of a delimiter, which gateways add, mean nothing. */
function withoutPadding(line: Buffer): Buffer {
  const lineEnd = line.subarray(line.at(-2) === 0x0d ? -2 : -1)
  let end = line.length - lineEnd.length
  if (line[end - 1] !== 0x20 && line[end - 1] !== 0x09) return line
  while (line[end - 1] === 0x20 || line[end - 1] === 0x09) end--
  return Buffer.concat([line.subarray(0, end), lineEnd])
}

function isTooDeep(node: Node['node']): boolean {
  let depth = 0
  for (let above = node.parentNode; above; above = above.parentNode) depth++
  return depth > deepestRead
}

/** RFC 2046 section 5.1.5: there a part without a type is a mail. */
function isMailOfDigest({ parentNode, headers }: Node['node']): boolean {
  const inDigest = parentNode && parentNode.contentType === 'multipart/digest'
  return inDigest && fieldValue(headers.getList(), 'content-type') === ''
}

function isUuencoding(encoding: string | false): boolean {
  return encoding !== false && /^(?:x-)?uu(?:e|encode|encoded)?$/.test(encoding)
}

function fieldValue(lines: HeaderLine[], name: string): string {
  const line = lines.find(({ key }) => key === name)?.line ?? ''
  return line.slice(line.indexOf(':') + 1).trim()
}

/** RFC 2183 section 2.3 before the older name of a type; mailsplit loses their broken forms. */
function fileNameOf(lines: HeaderLine[]): string | null {
  const unfolded = (name: string) => fieldValue(lines, name).replace(/\r?\n/g, '')
  return (
    textParameter(unfolded('content-disposition'), 'filename') ??
    textParameter(unfolded('content-type'), 'name')
  )
}

/**
 * A nameless part of a type that is no type, or of a kind of text that can be read as it stands.
 */
function isTextAfterAll(node: Node['node']): boolean {
  const type = node.contentType || 'text/plain'
  const readable =
    !type.includes('/') || /^text\/(?:plain|html|enriched|richtext|markdown|x-)/.test(type)
  return readable && !node.filename && node.disposition !== 'attachment'
}

/**
 * Diverts what the decoder of a text part hands out, so that mailparser itself sees an empty text.
 */
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
  let most = longestText
  decoder.push = (chunk) => {
    if (chunk === null) return push(null)
    if (length >= longestText && most === longestText && holdsFiles(part.chunks)) {
      most = longestWithFiles
    }
    if (length >= most || part.cut) part.cut = true
    else part.chunks.push(typeof chunk === 'string' ? Buffer.from(chunk) : chunk)
    length += chunk.length
    // Decoders hand out a few bytes at a time; the objects around them would outweigh the text.
    if (part.chunks.length >= 1000) part.chunks = [Buffer.concat(part.chunks)]
    return true
  }
  return part
}

function partOf(node: Node, depth = 0): Part | null {
  if (node.text) return node.text
  const parts =
    depth < deepest
      ? node.children.map((child) => partOf(child, depth + 1)).filter((part) => part !== null)
      : textsBelow(node)
  return parts.length > 0
    ? { kind: 'branch', type: node.contentType || 'multipart/mixed', parts }
    : null
}

/** Hostile nesting is flattened: no structure means anything so far down. */
function textsBelow(node: Node): TextPart[] {
  const texts: TextPart[] = []
  const open = [node]
  for (let next = open.pop(); next; next = open.pop()) {
    if (next.text) texts.push(next.text)
    for (let i = next.children.length - 1; i >= 0; i--) {
      const child = next.children[i]
      if (child) open.push(child)
    }
  }
  return texts
}
