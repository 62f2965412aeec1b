import { wordsIn } from '../account/languages/index.ts'
import type {
  RegistrationFault,
  RegistrationField,
  RegistrationForm,
} from '../account/registration.ts'
import { harmless } from './plain.ts'

/** A registration by mail that lacks something. */
export interface RegistrationMailFacts {
  form: RegistrationForm
  faults: readonly RegistrationFault[]
  /** To be accepted first; null: there are none, or the fields come first. */
  terms: { version: string; text: string } | null
  /** Somebody else wrote it, with the address of the reader. */
  bySomebody?: boolean
}

/** An account that waits for its proof, or has it. */
export interface RegisteredFacts {
  accountId: string
  company: string
  /** Where the welcome mail went. */
  address: string
  /** So many mails that had waited for it are decided again. */
  released: number
}

/** A code to be given back. */
export interface CodeFacts {
  code: string
  accountId: string
  /** It is good for so long. */
  minutes: number
}

const ASKED: readonly RegistrationField[] = ['company', 'name', 'email', 'phone']

/**
 * The fields are named as their language does, so that an answer with the same lines can be read.
 */
export function registrationFields(
  { form, faults, terms, bySomebody = false }: RegistrationMailFacts,
  language: string,
) {
  const words = wordsIn(language)
  // Nobody has to name a language; who named one that is none of ours can correct it.
  const asked = isWrong('locale', faults) ? [...ASKED, 'locale' as const] : ASKED
  return {
    company: harmless(form.company, 100),
    lines: asked.map((field) => {
      const value = isWrong(field, faults) ? '' : harmless(form[field] ?? '', 200)
      return `${words.fields[field][0]}: ${value}`.trim()
    }),
    faults: faults.map((fault) => ({
      label: words.fields[fault.field][0],
      text: harmless(words.fault(fault), 500),
    })),
    terms,
    bySomebody,
    accept: words.accept,
  }
}

/** The lines to be filled in by whoever has not begun yet. */
export function emptyLines(language: string): { label: string }[] {
  const { fields } = wordsIn(language)
  return ASKED.map((field) => ({ label: fields[field][0] }))
}

export function registeredFields(facts: RegisteredFacts) {
  return { ...facts, company: harmless(facts.company, 100), several: facts.released > 1 }
}

function isWrong(field: RegistrationField, faults: readonly RegistrationFault[]): boolean {
  return faults.some((fault) => fault.field === field)
}
