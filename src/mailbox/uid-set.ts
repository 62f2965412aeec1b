/** UIDs from the first to the last, both included. */
export type UidRange = readonly [first: number, last: number]

/**
 * `1,5:9` as ascending ranges that neither touch nor overlap. Throws on what is no set of numbers.
 */
export function parseUidSet(text: string): UidRange[] {
  if (text === '') return []
  return merged(text.split(',').map(parseRange))
}

function parseRange(text: string): UidRange {
  const [, first, last] = /^([1-9]\d{0,9})(?::([1-9]\d{0,9}))?$/.exec(text) ?? []
  if (first === undefined) throw new RangeError(`"${text}" is no range of UIDs`)
  const [one, other] = [Number(first), Number(last ?? first)]
  // The two ends of a range may come in either order (RFC 3501 section 9, seq-range).
  return [Math.min(one, other), Math.max(one, other)]
}

/**
 * The shortest set for these UIDs, in any order: what a command line of bounded length can hold.
 */
export function formatUidSet(uids: Iterable<number>): string {
  return merged(Array.from(uids, (uid): UidRange => [uid, uid]))
    .map(([first, last]) => (first === last ? `${first}` : `${first}:${last}`))
    .join(',')
}

function merged(ranges: UidRange[]): UidRange[] {
  const ascending = ranges.toSorted(([a], [b]) => a - b)
  const result: [number, number][] = []
  for (const [first, last] of ascending) {
    const previous = result.at(-1)
    if (previous && first <= previous[1] + 1) previous[1] = Math.max(previous[1], last)
    else result.push([first, last])
  }
  return result
}

/** Every UID above `after`, ascending, without ever holding them all. */
export function* uidsAbove(ranges: readonly UidRange[], after: number): Generator<number> {
  for (const [first, last] of ranges) {
    for (let uid = Math.max(first, after + 1); uid <= last; uid += 1) yield uid
  }
}

/** How many UIDs these are above `after`. */
export function countAbove(ranges: readonly UidRange[], after: number): number {
  return ranges.reduce(
    (count, [first, last]) => count + Math.max(0, last - Math.max(first, after + 1) + 1),
    0,
  )
}
