/**
 * The known word that somebody who wrote `word` most likely meant, or undefined if none is near:
 * within `farthest` characters.
 */
export function nearest(
  word: string,
  known: readonly string[],
  farthest = Math.min(3, Math.ceil(word.length / 3)),
): string | undefined {
  let best: { candidate: string; far: number } | undefined
  for (const candidate of known) {
    const [from, to] = [word.toLowerCase(), candidate.toLowerCase()]
    const far = isSwapped(from, to) ? 1 : distance(from, to)
    if (far <= farthest && (best === undefined || far < best.far)) best = { candidate, far }
  }
  return best?.candidate
}

/** A question to put behind a fault: `; did you mean "port"?`, or nothing. */
export function suggestion(word: string, known: readonly string[]): string {
  const meant = nearest(word, known)
  return meant === undefined ? '' : `; did you mean "${meant}"?`
}

/** Two neighbours in the wrong order: one slip of the fingers, though two characters differ. */
function isSwapped(from: string, to: string): boolean {
  const at = [...from].findIndex((one, index) => one !== to[index])
  const swapped = from.slice(0, at) + (from[at + 1] ?? '') + (from[at] ?? '') + from.slice(at + 2)
  return at >= 0 && swapped === to
}

/**
 * How many characters must be added, removed or replaced to turn one word into the
 * other (Levenshtein).
 */
export function distance(from: string, to: string): number {
  const a = [...from]
  const b = [...to]
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (const [i, one] of a.entries()) {
    const next = [i + 1]
    for (const [j, other] of b.entries()) {
      const replaced = (row[j] ?? 0) + (one === other ? 0 : 1)
      next.push(Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1))
    }
    row = next
  }
  return row[b.length] ?? 0
}
