import { anyOf, WORD_END, wordsFor } from './languages/index.ts'

const greets = new RegExp(
  String.raw`^[\s*_¡]{0,4}(?:${anyOf(wordsFor('greeting'))})${WORD_END}`,
  'iu',
)

/** Longer ones have said something besides. */
const LONGEST = 80

/** "Hello Kim," or "Buenos días.": the line with which people begin a letter. */
export function isGreeting(line: string): boolean {
  return line.length <= LONGEST && greets.test(line)
}
