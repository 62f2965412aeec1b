import { anyOf, wordsFor } from './languages/index.ts'
import { oneLine } from './unicode.ts'

/**
 * What a tag of ours names: a ticket, or a signed matter that is no ticket (a held mail, a form).
 */
export type Tag =
  | { kind: 'ticket'; number: number }
  | { kind: 'signed'; id: string; signature: string }

export interface Tags {
  /** Our own tags, exactly as we write them, left to right, without repeats. */
  own: Tag[]
  /**
   * Ticket numbers in looser forms (`#100042`, `Ticket 100042`): a hint for people, never evidence.
   */
  suggestions: number[]
}

/** Longer subjects are cut: no line of a mail may be longer (RFC 5322 section 2.1.1). */
const longest = 998

const forward = anyOf(wordsFor('forward'))
/** `Re:`, `RE[2]:`, `AW (3) :`, `回复：` */
const counted = String.raw`(?:\s?[[(]\s?\d{1,3}\s?[\])]|\s?[*^]?\d{1,2})?\s?[:：]\s*`
const prefix = new RegExp(`^(?:${anyOf(wordsFor('reply'))}|${forward})${counted}`, 'iu')
const forwardPrefix = new RegExp(`^(?:${forward})${counted}`, 'iu')

/**
 * The subject without what replying and forwarding put in front of it, in any number and language,
 * and one line. A list's own prefix (`[users]`) is part of the subject and stays.
 */
export function baseSubject(subject: string): string {
  let rest = oneLine(subject.slice(0, longest)).replace(/ {2,}/g, ' ')
  for (let match = prefix.exec(rest); match; match = prefix.exec(rest))
    rest = rest.slice(match[0].length)
  return rest.replace(/\s*\((?:fwd|fw)\)\s*$/i, '')
}

/** True when the subject says that the mail is a forwarded one; the outermost prefix decides. */
export function saysForwarded(subject: string): boolean {
  return forwardPrefix.test(subject.trim())
}

/** The tags in a decoded subject. `word` is the desk's own, compared without regard to case. */
export function tagsIn(subject: string, word: string): Tags {
  const text = oneLine(subject.slice(0, 4 * longest))
  const own: Tag[] = []
  const seen = new Set<string>()
  for (const match of text.matchAll(ownTag(word))) {
    const tag = tagOf(match)
    if (!tag || seen.has(match[0].toLowerCase())) continue
    seen.add(match[0].toLowerCase())
    own.push(tag)
  }
  return { own, suggestions: suggestionsIn(text.replace(ownTag(word), ' '), word) }
}

function ownTag(word: string): RegExp {
  return new RegExp(
    `\\[${literal(word)}#(?:(\\d{1,15})|([a-z]\\d{1,15})-([a-z0-9]{4,32}))\\]`,
    'giu',
  )
}

function tagOf([, digits, id, signature]: RegExpMatchArray): Tag | null {
  if (digits) return { kind: 'ticket', number: Number(digits) }
  return id && signature
    ? { kind: 'signed', id: id.toUpperCase(), signature: signature.toLowerCase() }
    : null
}

/**
 * Looser forms: the word or "ticket" and a number, or a bare `#100042`; tags of
 * other desks are text.
 */
function suggestionsIn(text: string, word: string): number[] {
  const others = new RegExp(`\\[(?!${literal(word)}\\s*#)[^[\\]]{1,60}#[^[\\]]{1,60}\\]`, 'giu')
  const loose = new RegExp(
    `(?:(?:${literal(word)}|ticket|case|caso)\\s?(?:n[ro.º°]{0,2}\\s?)?[#:]?\\s?|#)(\\d{3,15})(?!\\d)`,
    'giu',
  )
  return [
    ...new Set([...text.replace(others, ' ').matchAll(loose)].map((match) => Number(match[1]))),
  ]
}

/**
 * The subject of a mail of ours: `[Word#100042] base subject`. Tags of ours and reply prefixes that
 * stood there go, foreign tags stay. `mark` is a ticket number or the `M17-k3f9q2` of a signed tag.
 */
export function withTag(subject: string, word: string, mark: number | string): string {
  const tag = `[${word}#${mark}]`
  const base = withoutTags(subject, word)
  return base === '' ? tag : `${tag} ${base}`
}

/** The base subject without our own tags: what a ticket keeps for life. */
export function withoutTags(subject: string, word: string): string {
  const tags = ownTag(word)
  let before: string
  let rest = baseSubject(subject)
  do {
    before = rest
    rest = baseSubject(rest.replace(tags, ' ')).trim()
  } while (rest !== before)
  return rest
}

function literal(word: string): string {
  return word.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
}
