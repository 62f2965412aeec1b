const tag = /<(\/?)([a-z][a-z0-9]*)[^>]{0,20000}?(\/?)>/gi
const empty = new Set([
  'area',
  'base',
  'br',
  'col',
  'embed',
  'hr',
  'img',
  'input',
  'link',
  'meta',
  'param',
  'source',
  'track',
  'wbr',
])
/** Elements that people leave open and that parsers close by themselves. */
const loose = new Set(['p', 'li', 'td', 'th', 'tr', 'dt', 'dd', 'option', 'tbody', 'thead'])

/**
 * True when elements nest deeper than `limit`. HTML parsers take time that grows with the square of
 * the depth, so the depth is asked in one pass over the tags before any of them sees the text.
 */
export function nestsDeeperThan(html: string, limit: number): boolean {
  let depth = 0
  for (const [, closing, name = '', selfClosing] of html.matchAll(tag)) {
    const lower = name.toLowerCase()
    if (selfClosing || empty.has(lower) || loose.has(lower)) continue
    if (closing) depth = Math.max(0, depth - 1)
    else if (++depth > limit) return true
  }
  return false
}
