import type { Io } from './io.ts'

/**
 * How this program was called: `ticketd`, with the configuration that was named, so that a command
 * that is proposed works as it stands.
 */
export function calledAs(words: readonly string[]): string {
  const at = words.indexOf('--config')
  const file = at >= 0 ? words[at + 1] : words.find((one) => one.startsWith('--config='))?.slice(9)
  return file === undefined ? 'ticketd' : `ticketd --config ${quoted(file)}`
}

/** As a shell takes it for one word. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`
}

/** A text with commands of ours, each as it has to be typed here. */
export function asCalled(text: string, { program }: Pick<Io, 'program'>): string {
  // A path or an address that ends so is no command.
  return text.replace(/(?<![\w./@-])ticketd (?=[a-z])/g, () => `${program ?? 'ticketd'} `)
}
