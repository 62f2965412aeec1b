import { isAddress } from '../config/values.ts'
import { withoutExtension } from '../message/plus-address.ts'

/** What a company writes to register itself; a field that is missing is empty. */
export interface RegistrationForm {
  company: string
  name: string
  email: string
  phone: string
  locale: string | null
}

export type RegistrationField = keyof RegistrationForm

/** What is wrong with one field. */
export type RegistrationFault = { field: RegistrationField } & (
  | { is: 'missing' | 'too-long' }
  | {
      is: 'no-address' | 'own-address' | 'agent-address' | 'known-address' | 'no-number'
      written: string
    }
  | { is: 'taken'; written: string; proposal: string }
  | { is: 'no-language'; known: readonly string[] }
)

/** What the store and the configuration say about a form. */
export interface FormFacts {
  /** The company has an account; `proposal`: a name like it that has none. */
  taken: { proposal: string } | null
  /** The address is a contact's. */
  isKnown: boolean
  /** Addresses of this desk. */
  own: readonly string[]
  /** Addresses of those who answer at this desk. */
  agents: readonly string[]
  /** Whether the phone number exists. */
  isNumber: boolean
  /**
   * Languages in which mails can be written; null where the form's is one of them, or names none.
   */
  otherLanguages: readonly string[] | null
}

const LONGEST = 200

/** Everything that is wrong with a form, in the order of its fields. */
export function registrationFaults(form: RegistrationForm, facts: FormFacts): RegistrationFault[] {
  return [
    ...companyFaults(form, facts),
    ...lengthFaults('name', form.name),
    ...emailFaults(form, facts),
    ...phoneFaults(form, facts),
    ...localeFaults(facts),
  ]
}

function companyFaults({ company }: RegistrationForm, { taken }: FormFacts): RegistrationFault[] {
  const faults = lengthFaults('company', company)
  if (faults.length > 0 || !taken) return faults
  return [{ field: 'company', is: 'taken', written: company, proposal: taken.proposal }]
}

function lengthFaults(field: 'company' | 'name', written: string): RegistrationFault[] {
  if (written === '') return [{ field, is: 'missing' }]
  return written.length > LONGEST ? [{ field, is: 'too-long' }] : []
}

function emailFaults({ email: written }: RegistrationForm, facts: FormFacts): RegistrationFault[] {
  const field = 'email'
  if (written === '') return [{ field, is: 'missing' }]
  if (!isAddress(written)) return [{ field, is: 'no-address', written }]
  if (facts.own.includes(withoutExtension(written))) return [{ field, is: 'own-address', written }]
  if (facts.agents.includes(written)) return [{ field, is: 'agent-address', written }]
  return facts.isKnown ? [{ field, is: 'known-address', written }] : []
}

function phoneFaults({ phone }: RegistrationForm, { isNumber }: FormFacts): RegistrationFault[] {
  if (phone === '') return [{ field: 'phone', is: 'missing' }]
  return isNumber ? [] : [{ field: 'phone', is: 'no-number', written: phone }]
}

function localeFaults({ otherLanguages: known }: FormFacts): RegistrationFault[] {
  return known ? [{ field: 'locale', is: 'no-language', known }] : []
}

/**
 * Names to propose in place of one that is taken, the best first, without end: the company with its
 * country, with its mail domain, then counted.
 */
export function* namesLike(
  company: string,
  at: { country: string | null; email: string; locale: string },
): Generator<string> {
  const country = at.country && nameOfCountry(at.country, at.locale)
  if (country) yield `${company} ${country}`
  const domain = isAddress(at.email) ? at.email.slice(at.email.lastIndexOf('@') + 1) : ''
  if (domain) yield `${company} (${domain})`
  for (let count = 2; ; count++) yield `${company} ${count}`
}

function nameOfCountry(code: string, locale: string): string | undefined {
  return new Intl.DisplayNames([locale, 'en'], { type: 'region', fallback: 'none' }).of(code)
}
