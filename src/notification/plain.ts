import { oneLine } from '../message/unicode.ts'

/**
 * What mail programs turn into a link: with a scheme, `www.`, a path, or a common top-level domain.
 */
const LINK =
  /\b(?:[a-z][a-z\d+.-]*:\/\/|www\.)\S+|\bmailto:\S+|\b[\p{L}\d-]+(?:\.[\p{L}\d-]+)*\.\p{L}{2,24}\/\S*|\b[\p{L}\d-]+(?:\.[\p{L}\d-]+)*\.(?:com|net|org|info|biz|xyz|top|shop|site|online|club|icu|live|link|app|io|me|ru|cn)\b/giu

/**
 * A stranger's words in a mail that nobody asked for: one line, no links, `most` characters.
 * Otherwise a forged sender would have us deliver an advertisement.
 */
export function harmless(words: string, most: number): string {
  const plain = oneLine(words)
  // Nothing is a link without one of these within a word; most subjects and names have none.
  const line = (/[.:]\S/.test(plain) ? plain.replace(LINK, '…') : plain).replace(/\s+/g, ' ').trim()
  if (line.length <= most) return line
  const characters = [...line.slice(0, 2 * most + 2)]
  return characters.length <= most
    ? line
    : `${characters
        .slice(0, most - 1)
        .join('')
        .trimEnd()}…`
}

/** What to call a person: the name, or the part of the address before @. Never a whole address. */
export function nameOf({ name, address }: { name: string; address: string }): string {
  const plain = harmless(name, 60)
  return plain === '' || plain.includes('@') ? (address.split('@')[0] ?? '') : plain
}
