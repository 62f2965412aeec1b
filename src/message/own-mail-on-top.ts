import { isBlank, isQuoted, linesOf, nextFilled } from './lines.ts'
import type { Mail } from './mail.ts'
import { isMarker } from './marker.ts'
import { quotedHeadAt } from './quoted-head.ts'

/**
 * The marker line of a mail of ours that stands here without quote signs and has nothing newly
 * written above it: nobody can tell where the answer below it begins. Null: there is none.
 */
export function ownMailOnTop({ text, folds }: Pick<Mail, 'text' | 'folds'>): string | null {
  if (!text.includes('##-')) return null
  const lines = linesOf(text)
  const at = lines.findIndex((line) => isMarker(line.text) && !isQuoted(line))
  const marker = lines[at]
  if (!marker) return null
  const first = nextFilled(lines, 0) ?? 0
  const head = quotedHeadAt(lines, first)
  const above = lines.slice(head ? Math.min(head.end, at) : first, at)
  const isFolded = (start: number, end: number) =>
    folds.some((fold) => fold.start <= start && end <= fold.end)
  const isNew = above.some((line) => !isBlank(line) && !isFolded(line.start, line.end))
  return isNew ? null : marker.text.trim()
}
