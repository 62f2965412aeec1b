import type { Fold } from '../message/mail.ts'

/** What an entry of a conversation says, and how it is laid out. */
export interface EntryWords {
  text: string
  reply: string
  html: string | null
  /** Offsets into `text`. */
  folds: Fold[]
}

/** What stands where a name was. */
export const REDACTED = '[erased]'

/**
 * The words without what a pattern (flag `g`) finds; folds stay between the same words as before.
 */
export function redacted(words: EntryWords, pattern: RegExp, by: string): EntryWords {
  const found = [...words.text.matchAll(pattern)]
  const moved = (offset: number) =>
    found.reduce((at, { index, 0: { length } }) => {
      if (index >= offset) return at
      // A fold that began or ended within what is gone does so right behind it.
      return at + by.length - Math.min(length, offset - index)
    }, offset)
  return {
    text: words.text.replace(pattern, by),
    reply: words.reply.replace(pattern, by),
    html: words.html?.replace(pattern, by) ?? null,
    folds: words.folds.map((one) => ({ ...one, start: moved(one.start), end: moved(one.end) })),
  }
}

/**
 * The names that surely mean this person, as said and as listed ("Ruiz,
 * Ana"): the one that is known of them and, of those that they wrote under, the ones that hold a
 * part of it (not "Globex Sales"). A single word is none: `Rosa` and `Support` are words that mean
 * something else in most texts.
 */
export function fullNames(known: string, written: readonly string[]): string[] {
  const parts = partsPattern([known])
  const theirs = parts === null ? [] : written.filter((name) => name.search(parts) >= 0)
  const full = [...new Set([known, ...theirs])].filter((name) => wordsOf(name).length > 1)
  return full.flatMap((name) => [name, ...asListed(name)])
}

/** Where the surname begins nobody can tell: "Gil, Ana Ruiz" and "Ruiz Gil, Ana". */
function asListed(name: string): string[] {
  const words = wordsOf(name)
  return words.slice(1).map((_, i) => {
    return `${words.slice(i + 1).join(' ')}, ${words.slice(0, i + 1).join(' ')}`
  })
}

/**
 * Finds any of these phrases where it stands alone, in any case and however its lines are broken.
 * Null where there is none.
 */
export function phrasesPattern(phrases: readonly string[]): RegExp | null {
  const spelled = phrases
    .map((phrase) => wordsOf(phrase).map(literal).join('(?:[\\s>]|&nbsp;)+'))
    .filter(Boolean)
    // "Ana Ruiz Gil" before "Ana Ruiz".
    .sort((one, other) => other.length - one.length)
  if (spelled.length === 0) return null
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${spelled.join('|')})(?![\\p{L}\\p{N}])`, 'giu')
}

/** Finds each word of these names alone; initials, and "de" or "van", say nothing. */
export function partsPattern(names: readonly string[]): RegExp | null {
  const words = names.flatMap((name) => name.match(/[\p{L}\p{N}'’-]+/gu) ?? [])
  const telling = words.filter((word) => word.length > 3 || /^\p{Lu}./u.test(word))
  return phrasesPattern(telling)
}

function wordsOf(name: string): string[] {
  return name.split(/\s+/).filter(Boolean)
}

function literal(word: string): string {
  return word.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
}
