import { en } from './en.ts'
import { es } from './es.ts'
import type { RegistrationWords } from './language.ts'

/** The first one stands in where a language is missing. */
export const LANGUAGES: readonly [RegistrationWords, ...RegistrationWords[]] = [en, es]

/** The words of a language (`es-MX` is `es`), else English. */
export function wordsIn(locale: string | null): RegistrationWords {
  const language = locale?.replace(/-.*/, '')
  return LANGUAGES.find((one) => one.locale === language) ?? LANGUAGES[0]
}
