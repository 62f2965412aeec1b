import { readFieldLines } from '../message/field-lines.ts'
import { oneLine } from '../message/unicode.ts'
import { readPhone } from './phone.ts'
import type { RegistrationFault } from './registration.ts'
import { fieldCalled, localeOf } from './registration-mail.ts'

/** What a person says of themselves; what is not said stays as it is. */
export interface Details {
  name?: string
  phone?: string
  locale?: string
}

/** An answer to the mail that asks for them. */
export interface DetailsAnswer {
  details: Details
  faults: RegistrationFault[]
  /** Lines about what the account's own directory keeps: it can only be changed there. */
  synced: boolean
}

export interface AskedDetails {
  /** The person comes from a directory: only the language is theirs to say. */
  languageOnly: boolean
  /** Whose telephone numbers those without a country code are (ISO 3166). */
  country: string | undefined
  /** Languages in which mails can be written. */
  languages: readonly string[]
}

const LONGEST_NAME = 200

/** What people say when all is right. */
const RIGHT_WORDS = [
  "ok|okay|yes|correct|right|perfect|looks good|that['’]?s (?:right|correct)",
  "(?:all|everything)(?: is|['’]s)? (?:right|correct|good|fine|ok)",
  's[ií]|vale|correcto|perfecto|de acuerdo|(?:es|está) correcto',
  'todo(?: es| está)? (?:correcto|bien|ok)',
].join('|')
const THANKS = '(?:many )?thanks|thank you|(?:muchas )?gracias'

/** That all is right may be said in some words with thanks behind them, on the first line. */
const RIGHT = new RegExp(
  String.raw`^[\p{P}\s]*(?:${RIGHT_WORDS})(?:[\p{P}\s]+(?:${RIGHT_WORDS}|${THANKS}))*[\p{P}\s]*$`,
  'iu',
)

/**
 * Reads `Name:`, `Phone:` and `Language:` lines in any of our languages at the top of a
 * reply; nothing written, or a word that all is right, changes nothing. Null when the reply
 * is about something else.
 */
export function readDetails(reply: string, asked: AskedDetails): DetailsAnswer | null {
  const answer: DetailsAnswer = { details: {}, faults: [], synced: false }
  let found = 0
  for (const { name: called, value: written } of readFieldLines(reply).fields) {
    const field = fieldCalled(called)
    if (field !== 'name' && field !== 'phone' && field !== 'locale') continue
    found++
    const value = oneLine(written)
    if (asked.languageOnly && field !== 'locale') answer.synced = true
    else if (value === '') answer.faults.push({ field, is: 'missing' })
    else READERS[field](value, answer, asked)
  }
  if (found > 0) return answer
  const first = reply.split('\n').find((line) => line.trim() !== '')
  return first === undefined || RIGHT.test(first) ? answer : null
}

type Reading = (value: string, answer: DetailsAnswer, asked: AskedDetails) => void

const READERS: Record<'name' | 'phone' | 'locale', Reading> = {
  name(value, { details, faults }) {
    if (value.length > LONGEST_NAME) faults.push({ field: 'name', is: 'too-long' })
    else details.name = value
  },
  phone(value, { details, faults }, { country }) {
    const phone = readPhone(value, country)
    if (phone) details.phone = phone.number
    else faults.push({ field: 'phone', is: 'no-number', written: value })
  },
  locale(value, { details, faults }, { languages: known }) {
    const locale = localeOf(value)
    // `es-mx` is written in `es`.
    const isKnown = known.includes(locale) || known.includes(locale.replace(/-.*/, ''))
    if (isKnown) details.locale = locale
    else faults.push({ field: 'locale', is: 'no-language', known })
  },
}
