import { normalAddress } from '../message/addresses.ts'
import { type FieldLine, readFieldLines } from '../message/field-lines.ts'
import { oneLine } from '../message/unicode.ts'
import { LANGUAGES } from './languages/index.ts'
import type { RegistrationField, RegistrationForm } from './registration.ts'

/** Field names in all languages, by what they are compared with. */
const NAMES = new Map(
  LANGUAGES.flatMap(({ locale, fields }) =>
    Object.entries(fields).flatMap(([field, names]) =>
      names.map(
        (name) => [comparable(name), { field: field as RegistrationField, locale }] as const,
      ),
    ),
  ),
)

/** Nobody registers in a longer mail; what is read costs time. */
const LONGEST = 50_000

/**
 * Reads a registration out of a mail, wherever its lines stand: people greet first. Null when it is
 * none. What the reply does not say is taken from our own lines quoted below it, which some fill in
 * and others leave as they are right. Without a line for it the address is the writer's own; the
 * language is that of the field names unless a line says another.
 */
export function readRegistration(
  mail: { reply: string; text: string },
  writer: { address: string },
): RegistrationForm | null {
  const values = new Map<RegistrationField, string>()
  const locales: string[] = []
  for (const { name, value } of [...fieldLines(mail.reply), ...fieldLines(unquoted(mail.text))]) {
    const known = NAMES.get(comparable(name))
    if (!known || value === '' || values.has(known.field)) continue
    values.set(known.field, oneLine(value))
    locales.push(known.locale)
  }
  // A signature may have one such line.
  if (values.size < 2 && !values.has('company')) return null
  return {
    company: values.get('company') ?? '',
    name: values.get('name') ?? '',
    email: addressIn(values.get('email') ?? writer.address),
    phone: values.get('phone') ?? '',
    locale: values.has('locale') ? localeOf(values.get('locale') ?? '') : mostOf(locales),
  }
}

/** Whether a line of the reply is nothing but the word that stands at the end of the terms. */
export function acceptsTerms(reply: string): boolean {
  const words = LANGUAGES.map((language) => language.accept.toLowerCase())
  return reply
    .split('\n')
    .some((line) => words.includes(line.toLowerCase().replace(/[^\p{L}]+/gu, '')))
}

/** The field that people call so in one of our languages. */
export function fieldCalled(name: string): RegistrationField | undefined {
  return NAMES.get(comparable(name))?.field
}

function fieldLines(text: string): FieldLine[] {
  return text
    .slice(0, LONGEST)
    .split('\n')
    .flatMap((line) => readFieldLines(line).fields)
}

function unquoted(text: string): string {
  return text.slice(0, LONGEST).replace(/^(?:[ \t]*>)+ ?/gm, '')
}

/**
 * `Ana <ana@x.test>`, or what a mail program makes of an address: `ana@x.test<mailto:ana@x.test>`.
 */
function addressIn(written: string): string {
  return normalAddress(/[^\s<>"(),:;@]+@[^\s<>"(),:;@]+/.exec(written)?.[0] ?? written)
}

/** The language that somebody named, `Español` or `es`; what is none of ours as it was written. */
export function localeOf(written: string): string {
  const isCalled = (name: string) => comparable(name) === comparable(written)
  return LANGUAGES.find(({ called }) => called.some(isCalled))?.locale ?? written.toLowerCase()
}

/** The language of most of the field names; the first of several. */
function mostOf(locales: readonly string[]): string | null {
  const count = (locale: string) => locales.filter((one) => one === locale).length
  return locales.toSorted((a, b) => count(b) - count(a))[0] ?? null
}

/** Accents aside: half of all keyboards lack them. */
function comparable(name: string): string {
  return name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
}
