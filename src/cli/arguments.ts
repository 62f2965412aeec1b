import { InvalidArgumentError } from 'commander'
import { parseDuration } from '../config/values.ts'

/** A whole number above zero, as the number of a ticket, a mail or a limit. */
export function wholeNumber(written: string): number {
  const number = Number(written.replace(/^#/, ''))
  if (Number.isSafeInteger(number) && number > 0) return number
  throw new InvalidArgumentError('It must be a whole number above zero.')
}

/** A duration such as `60s` in milliseconds. */
export function duration(written: string): number {
  const ms = parseDuration(written)
  if (ms === undefined) throw new InvalidArgumentError('It must be a duration such as 60s or 5m.')
  return ms
}

/** One of these words. */
export function oneOf(words: readonly string[]) {
  return proposing(words, (written: string): string => {
    if (words.includes(written)) return written
    throw new InvalidArgumentError(`It must be one of ${words.join(', ')}.`)
  })
}

/** Takes what is written as `take` does, and lets a shell propose these words. */
export function proposing<Before, Taken>(
  words: readonly string[],
  take: (written: string, before: Before) => Taken,
) {
  const taking = (written: string, before: Before) => take(written, before)
  return Object.assign(taking, { words })
}

/** Whatever is written, which somebody else judges together with the rest. */
export function anyWord(written: string): string {
  return written
}

/** Gathers an option that may be given several times. */
export function collect(written: string, before: string[] | undefined): string[] {
  return [...(before ?? []), written]
}

export const AS = ['--as <address>', 'act as this person, judged by their roles'] as const
export const JSON_FLAG = ['--json', 'print it as JSON'] as const
