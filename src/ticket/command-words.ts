/**
 * The first address of a line: mail programs write `ana@x.test<mailto:ana@x.test>`, or
 * put a name in front.
 */
export function addressIn(written: string): string | null {
  const found = /[^\s<>"(),:;@]+@[^\s<>"(),:;@]+\.[^\s<>"(),:;@]+/.exec(written)?.[0]
  return found?.toLowerCase() ?? null
}

/**
 * `25`, `12.5` or `12,5`: minutes as people write them; whether they make sense
 * is judged elsewhere.
 */
export function minutesIn(written: string): number | null {
  return /^[+-]?\d{1,9}([.,]\d{1,3})?$/.test(written) ? Number(written.replace(',', '.')) : null
}

/** Whose credits pay, by what people call them. */
export const PAYERS = new Map<string, 'account' | 'partner'>([
  ['partner', 'partner'],
  ['socio', 'partner'],
  ['account', 'account'],
  ['customer', 'account'],
  ['cuenta', 'account'],
  ['cliente', 'account'],
])

/** How other desks call a note: whoever writes this does not want the customer to read the mail. */
export const NOTE_ELSEWHERE: readonly string[] = [
  'internal',
  'private',
  'comment',
  'interno',
  'privado',
  'comentario',
]
