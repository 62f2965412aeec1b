import { createHash } from 'node:crypto'

/**
 * Long ids are looked up by their hash: 32 hex digits, case of the id ignored (servers change it).
 */
export function idHash(id: string): string {
  return createHash('sha256').update(id.trim().toLowerCase()).digest('hex').slice(0, 32)
}

/**
 * White space that is no single space already: nearly all of a text is, and is left as it stands.
 */
const WIDE = /[^\S ]\s*| \s+/gu

/** Tells equal texts; white space aside, since mail programs re-wrap. */
export function textHash(text: string): string {
  return createHash('sha256').update(text.replace(WIDE, ' ').trim()).digest('hex').slice(0, 32)
}
