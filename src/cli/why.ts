import type { Authenticity } from '../decision/authenticity.ts'
import type { Tried } from '../decision/decision.ts'
import { showInstant, showText } from './show.ts'

interface Past {
  at: string
  actor: string
  outcome: string
  reason: string
}

/** What a decision rested on: how far the sender is believed, which evidence was tried. */
export function whyLines(authentication: Authenticity | null, evidence: readonly Tried[]) {
  return [
    ...(authentication
      ? [`sender    ${authentication.verdict}: ${showText(authentication.because)}`]
      : []),
    ...evidence.map((it) => `evidence  ${it.kind} ${showText(it.shown)}: ${it.verdict}`),
  ]
}

/** What a mail came to, and through whom, the oldest first. */
export function historyLines(history: readonly Past[], timeZone: string): string[] {
  return history.map(({ at, actor, outcome, reason }) => {
    return `history   ${showInstant(at, timeZone)} ${actor}: ${outcome}, ${reason}`
  })
}
