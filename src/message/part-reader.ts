import type { Transform } from 'node:stream'
import { MailParser } from 'mailparser'
import type { Part, TextPart } from './parts.ts'
import { quotedPrintableDecoder } from './quoted-printable.ts'

/** More text than anybody reads; the rest stays in the raw mail. */
const longestText = 4 * 1024 * 1024

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
    contentType: string | false
    disposition: string | false
    filename: string | false
    charset: string | false
    flowed: boolean
    delSp: boolean
    encoding: string | false
    getDecoder(): Transform
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
 * mailparser with three habits changed: texts are collected as bytes (it decodes undeclared 8-bit as
 * UTF-8 and loses them), headers are not interpreted (it reads the clock for a bad Date, and the last
 * of two Froms), and quoted-printable is decoded as it comes (it holds and matches it as a whole).
 */
export class PartReader extends MailParser {
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
    if (node.encoding === 'quoted-printable') node.getDecoder = quotedPrintableDecoder
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

/** A nameless part of a type that is no type, or of a kind of text that can be read as it stands. */
function isTextAfterAll(node: Node['node']): boolean {
  const type = node.contentType || 'text/plain'
  const readable =
    !type.includes('/') || /^text\/(?:plain|html|enriched|richtext|markdown|x-)/.test(type)
  return readable && !node.filename && node.disposition !== 'attachment'
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
    // Decoders hand out a few bytes at a time; the objects around them would outweigh the text.
    if (part.chunks.length >= 1000) part.chunks = [Buffer.concat(part.chunks)]
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
