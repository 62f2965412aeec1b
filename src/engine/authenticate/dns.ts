import { Resolver } from 'node:dns/promises'
import { codeOf } from '../../errors.ts'

/**
 * Asks the DNS for the TXT records of a name, each as its pieces. Throws with the code of node:dns.
 */
export type LookUpText = (name: string) => Promise<string[][]>

/** One try, in milliseconds; there are two. */
const TIMEOUT = 2_500
/**
 * How long an answer is remembered, in milliseconds: "there is none" too, a failure only shortly.
 */
const KEPT = { answer: 600_000, failure: 30_000 }
/** So many names are remembered. */
const MOST = 1_000

export function systemLookUp(): LookUpText {
  const resolver = new Resolver({ timeout: TIMEOUT, tries: 2 })
  return (name) => resolver.resolveTxt(name)
}

/** Remembers answers, so that a hundred mails of one domain ask once. `now` gives milliseconds. */
export function remembering(lookUp: LookUpText, now: () => number): LookUpText {
  const known = new Map<string, { until: number; answer: Promise<string[][]> }>()
  return (name) => {
    const key = name.toLowerCase()
    const found = known.get(key)
    if (found && found.until > now()) return found.answer
    const answer = lookUp(key)
    const entry = { until: now() + KEPT.answer, answer }
    answer.catch((error: unknown) => {
      if (!isAbsence(error)) entry.until = now() + KEPT.failure
    })
    known.delete(key)
    known.set(key, entry)
    // A Map keeps its order: the first is the oldest.
    for (const oldest of known.keys()) {
      if (known.size <= MOST) break
      known.delete(oldest)
    }
    return answer
  }
}

function isAbsence(error: unknown): boolean {
  return ['ENOTFOUND', 'ENODATA'].includes(codeOf(error) ?? '')
}
