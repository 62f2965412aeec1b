import { decodeText } from './charset.ts'
import { unflow } from './flowed.ts'
import { textFromHtml } from './html/text.ts'
import type { Part, TextPart } from './parts.ts'
import { storable, withPlainLineEnds } from './unicode.ts'

export interface Body {
  text: string
  html: string | null
  defects: string[]
}

/** What a part says in either form; null where it does not speak that form. */
interface Content {
  plain: string | null
  html: string | null
}

/**
 * The whole text of a mail and its HTML. Of alternatives the plain one is the text; where a mail
 * says some things in plain text and others only in HTML, the text has both, in their order.
 */
export function bodyOf(root: Part | null): Body {
  const defects = new Set<string>()
  const content = root ? read(root, defects) : { plain: null, html: null }
  return { text: textOf(content).trimEnd(), html: content.html, defects: [...defects] }
}

/** False for a tree of blank texts: Outlook leaves one beside a winmail.dat. */
export function saysSomething(part: Part | null): boolean {
  if (part?.kind === 'text') return part.chunks.some((chunk) => chunk.some((byte) => byte > 0x20))
  return part?.parts.some(saysSomething) ?? false
}

function read(part: Part, defects: Set<string>): Content {
  if (part.kind === 'text') return leaf(part, defects)
  const contents = part.parts.map((child) => read(child, defects))
  return part.type === 'multipart/alternative' ? choose(contents) : join(contents)
}

function leaf(part: TextPart, defects: Set<string>): Content {
  const bytes = Buffer.concat(part.chunks)
  const decoded = decodeText(bytes, part.charset ?? charsetInHtml(part, bytes))
  if (decoded.defect) defects.add(`${decoded.defect}.`)
  if (part.cut) defects.add('The text is longer than what is shown; the raw mail has all of it.')
  const text = withPlainLineEnds(storable(decoded.text))
  if (part.type === 'text/html') return { plain: null, html: text }
  return { plain: part.flowed ? unflow(text, part.delSp) : text, html: null }
}

/**
 * What HTML says about itself counts where the mail says nothing; that it is UTF-16 could not be
 * read here if it were.
 */
function charsetInHtml(part: TextPart, bytes: Buffer): string | null {
  if (part.type !== 'text/html') return null
  const head = bytes.toString('latin1', 0, 2048)
  const named = head.match(/<meta\s[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{2,40})/i)?.[1]
  return named === undefined || /^(?:utf-?16|unicode|ucs-?2)/i.test(named) ? null : named
}

/** Clients send an empty plain text beside a full HTML one, so blank ones do not count. */
function choose(contents: Content[]): Content {
  return {
    plain: contents.find(({ plain }) => plain !== null && plain.trim() !== '')?.plain ?? null,
    html: contents.findLast(({ html }) => html !== null)?.html ?? null,
  }
}

function join(contents: Content[]): Content {
  if (contents.length === 1 && contents[0]) return contents[0]
  const someHtml = contents.some(({ html }) => html !== null)
  const somePlain = contents.some(({ plain }) => plain !== null && plain.trim() !== '')
  return {
    plain: somePlain ? joinTexts(contents.map(textOf)) : null,
    html: someHtml ? contents.map(htmlOf).filter(Boolean).join('\n') : null,
  }
}

/** A part that repeats the one before it (alternatives sent as "mixed") is said once. */
function joinTexts(texts: string[]): string {
  const said = texts.filter((text) => text.trim() !== '')
  return said
    .filter((text, i) => i === 0 || squeezed(text) !== squeezed(said[i - 1] ?? ''))
    .join('\n')
}

function squeezed(text: string): string {
  return text.replace(/\s+/g, '')
}

function textOf({ plain, html }: Content): string {
  return plain ?? (html === null ? '' : textFromHtml(html))
}

function htmlOf({ plain, html }: Content): string {
  if (html !== null) return html
  if (plain === null || plain.trim() === '') return ''
  const escaped = plain.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')
  return `<div style="white-space: pre-wrap">${escaped}</div>`
}
