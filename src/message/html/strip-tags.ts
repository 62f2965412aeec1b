const hidden = new Set(['script', 'style', 'head', 'title', 'noscript', 'template'])
const block = /^\/?(?:br|p|div|tr|li|h[1-6]|blockquote|table|ul|ol|hr|pre|section|article)$/
const name = /\/?[a-z][a-z0-9]*/iy

const entities: Record<string, string> = {
  nbsp: ' ',
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
}

/**
 * The text between tags, blocks and breaks as line ends. One pass that no HTML can slow down: for
 * what a parser had better not see.
 */
export function stripTags(html: string): string {
  const pieces: string[] = []
  let at = 0
  while (at < html.length) {
    const open = html.indexOf('<', at)
    if (open < 0) break
    pieces.push(html.slice(at, open))
    const next = afterTag(html, open)
    pieces.push(next.instead)
    at = next.at
  }
  pieces.push(html.slice(at))
  return decodeEntities(pieces.join(''))
    .replace(/\n\s*\n/g, '\n\n')
    .trim()
}

/** Where the text goes on after what begins at `open`, and what stands in its place. */
function afterTag(html: string, open: number): { at: number; instead: string } {
  if (html.startsWith('<!--', open)) return { at: skipPast(html, '-->', open), instead: '' }
  if (/[!?]/.test(html[open + 1] ?? '')) return { at: skipPast(html, '>', open), instead: '' }
  name.lastIndex = open + 1
  const tag = name.exec(html)?.[0].toLowerCase()
  if (tag === undefined) return { at: open + 1, instead: '<' }
  const end = skipPast(html, '>', open)
  if (!hidden.has(tag)) return { at: end, instead: block.test(tag) ? '\n' : '' }
  const close = new RegExp(`</${tag}\\s*>`, 'gi')
  close.lastIndex = end
  // What is never closed hides everything after it, as in a browser.
  return { at: close.exec(html) ? close.lastIndex : html.length, instead: '' }
}

function skipPast(html: string, what: string, from: number): number {
  const found = html.indexOf(what, from)
  return found < 0 ? html.length : found + what.length
}

function decodeEntities(text: string): string {
  return text
    .replace(/&#(\d{1,7});/g, (_, code: string) => character(Number(code)))
    .replace(/&#x([0-9a-f]{1,6});/gi, (_, code: string) => character(Number.parseInt(code, 16)))
    .replace(/&(nbsp|lt|gt|quot|apos|amp);/g, (_, entity: string) => entities[entity] ?? '')
}

function character(code: number): string {
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : ''
}
