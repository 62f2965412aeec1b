import { Argument, type Command } from 'commander'
import { SCRIPTS, type Shell } from './completion/scripts.ts'
import type { Io } from './io.ts'
import { showText } from './show.ts'

const WHERE = `
Once, for one of them:
  ticketd completion bash > ~/.local/share/bash-completion/completions/ticketd
  ticketd completion zsh > "\${fpath[1]}/_ticketd"
  ticketd completion fish > ~/.config/fish/completions/ticketd.fish
`

/** `completion bash|zsh|fish`. */
export function register(program: Command, io: Io): void {
  program
    .command('completion')
    .addArgument(new Argument('<shell>', 'your shell').choices(Object.keys(SCRIPTS)))
    .addHelpText('after', WHERE)
    .action((shell: Shell) => io.out(SCRIPTS[shell]))
}

/** The words that a shell asks about, the last of them half written; null for any other call. */
export function askedOf(words: readonly string[]): string[] | null {
  return words[0] === 'complete' && words[1] === '--' ? words.slice(2) : null
}

/** Answers a shell: one candidate a line, and what it is after a tab. */
export async function answer(
  program: Command,
  words: string[],
  config: string,
  io: Io,
): Promise<void> {
  // Every command loads this file, and few ask.
  const [{ candidatesFor }, { knownBy }] = await Promise.all([
    import('./completion/candidates.ts'),
    import('./completion/known.ts'),
  ])
  const found = candidatesFor(program, words, knownBy(config, io.env))
  io.out(found.map(({ value, says }) => `${value}\t${inWords(says)}\n`).join(''))
}

/** A subject may hold anything. */
function inWords(text: string): string {
  return showText(text).replace(/\s+/g, ' ').trim()
}
