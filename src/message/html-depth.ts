const name = /\/?[a-z][a-z0-9]*/iy
const empty = new Set(
  'area base br col embed hr img input link meta param source track wbr'.split(' '),
)
/** Elements that people leave open and that parsers close by themselves. */
const loose = new Set('p li td th dt dd option'.split(' '))

/**
 * True when elements nest deeper than `limit`. HTML parsers take time that grows with the square of
 * the depth, so the depth is asked in one pass over the tags before any of them sees the text.
 */
export function nestsDeeperThan(html: string, limit: number): boolean {
  let depth = 0
  for (const tag of tagsOf(html)) {
    const closes = tag.startsWith('/')
    const element = closes ? tag.slice(1) : tag
    if (empty.has(element) || loose.has(element)) continue
    if (closes) depth = Math.max(0, depth - 1)
    else if (++depth > limit) return true
  }
  return false
}

/** The names of all tags in their order, lower-case, closing ones with their slash. */
function* tagsOf(html: string): Generator<string> {
  let end = 0
  for (let at = html.indexOf('<'); at >= 0; at = html.indexOf('<', end)) {
    name.lastIndex = at + 1
    const found = name.exec(html)?.[0]
    end = found ? html.indexOf('>', at) + 1 : at + 1
    if (end === 0) return
    if (found) yield found.toLowerCase()
  }
}
