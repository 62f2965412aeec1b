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
 * Finds a full name, however its line is broken. Null for a single word: `Rosa` and `Support` are
 * words that mean something else in most texts.
 */
export function fullNamePattern(name: string): RegExp | null {
  const words = name.trim().split(/\s+/)
  if (words.length < 2) return null
  const literal = words.map((word) => word.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'))
  const spelled = literal.join('(?:[\\s>]|&nbsp;)+')
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${spelled})(?![\\p{L}\\p{N}])`, 'giu')
}
