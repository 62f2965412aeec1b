/** Subjects that ask for something by themselves, and the language of whoever writes so. */
const PHRASES: readonly [wants: 'tickets' | 'case form', language: string, phrase: RegExp][] = [
  ['tickets', 'en', /^my tickets?$/],
  ['tickets', 'es', /^mis? tickets?$/],
  ['case form', 'en', /^new case$/],
  ['case form', 'es', /^(caso nuevo|nuevo caso)$/],
]

export interface Wish {
  wants: 'tickets' | 'case form'
  language: string
  /** The ticket that is named; null: none. */
  number: number | null
}

/** What a subject asks for when it says exactly that: `my tickets`, `my tickets 100042`. */
export function wishOf(subject: string): Wish | null {
  const [, words = '', number] =
    /^([\p{L} ]{6,20}?)(?:\s+#?(\d{1,15}))?$/u.exec(subject.trim().replace(/\s+/g, ' ')) ?? []
  const found = PHRASES.find(([, , phrase]) => phrase.test(words.toLowerCase()))
  if (!found) return null
  const [wants, language] = found
  if (number !== undefined && wants !== 'tickets') return null
  return { wants, language, number: number === undefined ? null : Number(number) }
}
