import type { Day } from './day.ts'

/** One period of a contract, as its credits are counted. */
export interface Period {
  starts: Day
  /** The first day that is not of it any more. */
  ends: Day
  included: number
}

/**
 * Minutes of a period that were used up of its own included credits, where those are used first that
 * end first: what periods that had ended by then could bear (`earlier`, each with what lapsed of it)
 * is not counted again. `used`: minutes of work from a day on until before another one.
 */
export function usedOf(
  period: Period,
  earlier: readonly (Period & { lapsed: number })[],
  used: (from: Day, to: Day) => number,
): number {
  const borne = earlier.map(({ starts, ends, included, lapsed }) => {
    const [, from = starts] = [starts, period.starts].sort()
    return from < ends ? Math.max(0, Math.min(included - lapsed, used(from, ends))) : 0
  })
  return borne.reduce((rest, minutes) => rest - minutes, used(period.starts, period.ends))
}
