import type { Fold, Mail } from '../message/mail.ts'
import { isMarker, quotesOurMail } from '../message/marker.ts'

/** What a mail holds besides its new text, in order: signature, footer, quotes of other mails. */
export type FoldedText = Pick<Mail, 'text' | 'folds'>

/**
 * Everything that was folded away, but quotes of our own mails with the line that announces them: a
 * fold may have guessed wrong. `mustGo` names quotes that this reader must not see at all.
 */
export function remainder(
  { text, folds }: FoldedText,
  mustGo: (quote: string) => boolean = () => false,
): string[] {
  let withinOurs = false
  const kept = folds.map((fold) => {
    const folded = text.slice(fold.start, fold.end)
    if (fold.kind === 'attribution' || fold.kind === 'separator') withinOurs = false
    if (fold.kind !== 'quote') return folded
    if (mustGo(folded)) return ''
    // Answers between its lines cut our mail into several quotes; only the first has the marker.
    withinOurs ||= quotesOurMail(text, fold)
    return withinOurs ? unquoted(folded) : folded
  })
  return kept
    .filter((_, index) => !announcesLeftOut(folds, kept, index, text))
    .map((part) => part.replace(/^\s*\n|\s+$/g, ''))
    .filter((part) => part !== '')
}

/** In a quote marked by `>` a line without it may be an answer that the fold took for quoted. */
function unquoted(quote: string): string {
  const lines = quote.split('\n')
  const isMarked = (line: string) => line.trimStart().startsWith('>')
  const bare = lines.find(isMarker)
  if (bare !== undefined && !isMarked(bare)) return ''
  return lines.filter((line) => !isMarked(line)).join('\n')
}

/** `On Monday Ana wrote:` and `--- Original Message ---` belong to the quote that follows them. */
function announcesLeftOut(
  folds: readonly Fold[],
  kept: readonly string[],
  index: number,
  text: string,
): boolean {
  const fold = folds[index]
  const next = folds[index + 1]
  if (!fold || !next || (fold.kind !== 'attribution' && fold.kind !== 'separator')) return false
  if (text.slice(fold.end, next.start).trim() !== '') return false
  if (next.kind === 'quote') return kept[index + 1]?.trim() === ''
  return announcesLeftOut(folds, kept, index + 1, text)
}
