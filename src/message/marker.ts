import type { Fold } from './mail.ts'

/** The line that our own mails carry above what they tell, also behind quote signs. */
const marker = /^[>\s|]*##-\s.{1,300}\s-##\s*$/m

export function isMarker(line: string): boolean {
  return line.includes('##-') && marker.test(line)
}

/** True when a fold of kind `quote` quotes a mail of ours: it carries our marker line. */
export function quotesOurMail(text: string, fold: Fold): boolean {
  return fold.kind === 'quote' && marker.test(text.slice(fold.start, fold.end))
}
