/** Numbers that look random and are the same for the same seed, so that a run can be repeated. */
export interface Chance {
  /** In [0, 1). */
  next(): number
  /** A whole number from 0 to `below` - 1. */
  below(below: number): number
  /** One of them; each is as likely as it is often in the list. */
  oneOf<T>(list: readonly T[]): T
}

/** The generator is mulberry32: four lines, and good enough to spread kills. */
export function chanceOf(seed: number): Chance {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const below = (limit: number) => Math.floor(next() * limit)
  return { next, below, oneOf: (list) => list[below(list.length)] as (typeof list)[number] }
}
