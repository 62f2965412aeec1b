import type { Ask, Io } from '../io.ts'

/** Asks until the answer is yes or no; nothing is yes. */
export async function isYes(
  ask: Ask,
  question: string,
  { err }: Pick<Io, 'err'>,
): Promise<boolean> {
  for (;;) {
    const answer = (await ask(`${question} [yes]: `)).trim()
    if (/^(?:y|yes|)$/i.test(answer)) return true
    if (/^(?:n|no)$/i.test(answer)) return false
    err('Please answer yes or no.\n')
  }
}
