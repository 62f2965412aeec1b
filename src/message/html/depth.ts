import { Parser } from 'htmlparser2'

/**
 * True when elements nest deeper than `limit`. HTML parsers take time that grows with the square of
 * the depth, so the depth is asked first. The parser that reads the HTML later is the one that
 * counts: no trick with comments, quotes or end tags that close nothing can make the two disagree.
 */
export function nestsDeeperThan(html: string, limit: number): boolean {
  if (!hasMoreTagsThan(html, limit)) return false
  let depth = 0
  const parser = new Parser({
    onopentag() {
      if (++depth > limit) throw TOO_DEEP
    },
    onclosetag() {
      depth--
    },
  })
  try {
    parser.end(html)
  } catch (error) {
    if (error === TOO_DEEP) return true
    throw error
  }
  return false
}

/** The parser can only be stopped from within. */
const TOO_DEEP = new Error('too deep')

/** Most mails have few: what has no more tags than the limit cannot nest deeper. */
function hasMoreTagsThan(html: string, limit: number): boolean {
  let tags = 0
  for (let at = html.indexOf('<'); at >= 0; at = html.indexOf('<', at + 1)) {
    if (html[at + 1] !== '/' && ++tags > limit) return true
  }
  return false
}
