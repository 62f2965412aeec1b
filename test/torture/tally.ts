import { STEPS } from '../../src/engine/kill-points.ts'

/** How often something was tried, and how often it really happened. */
interface Tries {
  tried: number
  met: number
}

/** What one life of the daemon came to. */
export interface Life {
  /** Mails that it decided, and mails of it that the server accepted. */
  decided: number
  accepted: number
}

/** What the torture has done so far, counted where it happened and not where it was wanted. */
export interface Tally {
  kills: number
  /** How the daemon was to die, and whether it died so. */
  deaths: Map<string, Tries>
  troubles: Map<string, Tries>
  /** Purchases begun by a command, and those whose command was killed. */
  purchases: Tries
  /** How the daemon ended where nobody killed it: the exit code. */
  ends: Map<string, number>
  lives: Life[]
  rests: number
  /** Mails in doubt of which a person was asked. */
  asked: number
  faults: string[]
}

export function newTally(): Tally {
  return {
    ...{ kills: 0, rests: 0, asked: 0, lives: [], faults: [] },
    ...{ deaths: new Map(), troubles: new Map(), ends: new Map() },
    purchases: { tried: 0, met: 0 },
  }
}

/** Counts one more try; what it gives is called, once, when it has come to that. */
export function tried(counts: Map<string, Tries>, what: string): () => void {
  const tries = counts.get(what) ?? { tried: 0, met: 0 }
  counts.set(what, tries)
  tries.tried += 1
  let isMet = false
  return () => {
    if (!isMet) tries.met += 1
    isMet = true
  }
}

/** So many kills are enough for every hazard to be met by chance. */
const ENOUGH = 200

/** A hazard that a run of enough kills never met proves nothing. */
export function neverMet(tally: Tally, expected: string[]): string[] {
  if (tally.kills < ENOUGH) return []
  return unmet(tally, expected).map((what) => `nothing was proved of "${what}": it was never met`)
}

/** The same of a shorter run, where it is no fault. */
export function tooFewFor(tally: Tally, expected: string[]): string[] {
  const missed = tally.kills < ENOUGH ? unmet(tally, expected) : []
  if (missed.length === 0) return []
  const remark = `${tally.kills} kills are too few to meet every hazard (from ${ENOUGH} on it is a fault)`
  return [`${remark}; nothing was proved of: ${missed.join(', ')}`]
}

function unmet({ deaths, troubles }: Tally, expected: string[]): string[] {
  const counts = new Map([...deaths, ...troubles])
  return [...STEPS.map(atStep), ...expected].filter((what) => (counts.get(what)?.met ?? 0) === 0)
}

export function atStep(step: string): string {
  return `at ${step}`
}

/** The tables that are printed in the end. */
export function report({
  deaths,
  troubles,
  purchases,
  ends,
  lives,
  rests,
  asked,
}: Tally): string[] {
  const idle = lives.filter(({ decided, accepted }) => decided + accepted === 0).length
  const ended = [...ends].map(([how, times]) => `${how} (${times} times)`)
  return [
    ...table('killed', 'tried', 'died so', deaths),
    ...table('trouble', 'tried', 'met', troubles),
    `purchases by command: ${purchases.tried}, killed ${purchases.met}`,
    ...(ended.length > 0 ? [`ended by itself: ${ended.join(', ')}`] : []),
    `mails decided in a life: ${figures(lives.map((it) => it.decided))}`,
    `mails accepted in a life: ${figures(lives.map((it) => it.accepted))}; ${idle} of ${lives.length} did neither`,
    `rests: ${rests}; of ${asked} mails in doubt a person was asked`,
  ]
}

function table(title: string, tries: string, mets: string, counts: Map<string, Tries>): string[] {
  const rows = [...counts].sort().map(([what, { tried, met }]) => row(what, `${tried}`, `${met}`))
  return [row(title, tries, mets), ...rows]
}

function row(what: string, tried: string, met: string): string {
  return `  ${what.padEnd(40)} ${tried.padStart(7)} ${met.padStart(7)}`
}

function figures(numbers: number[]): string {
  const sorted = [...numbers].sort((a, b) => a - b)
  const mean = numbers.reduce((sum, n) => sum + n, 0) / Math.max(1, numbers.length)
  return `median ${sorted[Math.floor(sorted.length / 2)] ?? 0}, mean ${mean.toFixed(1)}`
}
