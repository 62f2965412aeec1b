import sanitizeHtml from 'sanitize-html'
import { nestsDeeperThan } from './depth.ts'
import { ATTRIBUTES, ELEMENTS, plainLine, safeAttributes, UNREAD } from './elements.ts'
import { stripTags } from './strip-tags.ts'

const deepest = 200
const longest = 1024 * 1024
/** So many elements are taken out at most: each costs a pass over what is there already. */
const mostTaken = 500

/**
 * HTML of a stranger made harmless: what words say and how they are emphasised stays, in a list of
 * elements, attributes and styles. No script, form or frame, nothing that is loaded from elsewhere
 * or lies over other things; links lead to http, https and mailto. A picture is shown when `cids`
 * has its Content-ID (without brackets); of any other a mark stays.
 *
 * An element that is `unwanted` goes with everything in it. Sanitising again takes no words; it may
 * end a paragraph where a reader of HTML does, once (`<p><hr>`). What is too long or nests too deep
 * loses all its tags.
 */
export function sanitise(
  html: string,
  cids: ReadonlySet<string>,
  unwanted: (element: string, attributes: Record<string, string>) => boolean,
): string {
  if (html.length > longest || nestsDeeperThan(html, deepest)) return withoutTags(html)
  const open: boolean[] = []
  let goes = false
  let taken = 0
  const safe = sanitizeHtml(html, {
    allowedTags: ELEMENTS,
    allowedAttributes: ATTRIBUTES,
    nonTextTags: UNREAD,
    allowedSchemes: ['http', 'https', 'mailto'],
    allowedSchemesByTag: { img: ['cid'] },
    allowProtocolRelative: false,
    // Styles have been judged when this comes to them.
    parseStyleAttributes: false,
    transformTags: {
      // What is taken out at its end must not leave a mark before.
      img: (_, attributes) =>
        open.at(-1) ? { tagName: 'span', attribs: {} } : picture(attributes, cids),
      '*': (element, attributes) => {
        const attribs = safeAttributes(element, inWordsWay(attributes))
        if (attribs.href !== undefined) attribs.rel = 'noopener noreferrer nofollow'
        return { tagName: element, attribs }
      },
    },
    // An element is asked for when it begins, as it was written, and taken out when it ends.
    onOpenTag: (element, attributes) => {
      const isWanted = !unwanted(element, attributes) && !isTracker(element, attributes)
      open.push(!isWanted && taken++ < mostTaken)
    },
    onCloseTag: () => {
      goes = open.pop() ?? false
    },
    exclusiveFilter: () => goes,
  })
  return safe.length > longest ? withoutTags(html) : safe
}

/** Word says in a style sheet, which goes, that its paragraphs have no space between them. */
function inWordsWay(attributes: Record<string, string>): Record<string, string> {
  if (!/\bMso(?:Normal|PlainText|ListParagraph)/.test(attributes.class ?? '')) return attributes
  return { ...attributes, style: `margin:0;${attributes.style ?? ''}` }
}

function picture(attributes: Record<string, string>, cids: ReadonlySet<string>): sanitizeHtml.Tag {
  const named = { ...attributes, src: decoded(attributes.src ?? '') }
  const attribs = safeAttributes('img', named)
  if (attribs.src !== undefined && cids.has(attribs.src.slice('cid:'.length))) {
    return { tagName: 'img', attribs: { ...attribs, alt: attribs.alt ?? '' } }
  }
  return { tagName: 'span', attribs: {}, text: markFor(plainLine(attributes.alt ?? '')) }
}

/** RFC 2392: a cid URL is percent-encoded, its scheme in any case. */
function decoded(src: string): string {
  const cid = /^\s*cid:(.{1,600}?)\s*$/i.exec(src)?.[1]
  if (cid === undefined) return src
  try {
    return `cid:${decodeURIComponent(cid)}`
  } catch {
    return `cid:${cid}`
  }
}

/** One dot that nobody sees: it only tells its sender that the mail was read. */
function isTracker(
  element: string,
  { src, width, height, style }: Record<string, string>,
): boolean {
  if (element !== 'img' || /^\s*cid:/i.test(src ?? '')) return false
  const isDot = (size: string | undefined) => /^\s*[01](?:px)?\s*$/.test(size ?? '')
  return isDot(width) || isDot(height) || /display\s*:\s*none/i.test(style ?? '')
}

const markFor = (alt: string) => (alt === '' ? PLAIN_MARK : `[🖼 ${alt}]`)

export const PLAIN_MARK = '[🖼]'

/** Marks of pictures, in HTML that went through here. */
export const PICTURE_MARK = /\[🖼[^[\]<]{0,120}\]/gu

function withoutTags(html: string): string {
  const escaped = stripTags(html).replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')
  return `<div style="white-space:pre-wrap">${escaped}</div>`
}
