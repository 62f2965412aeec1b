import type { Person } from '../ticket/ticket.ts'
import { harmless, nameOf } from './plain.ts'

/**
 * For mails about one person and one account: an invitation, a role, a place
 * among support contacts.
 */
export interface PersonFacts {
  accountId: string
  company: string
  /** What we know of the person. */
  name: string
  phone: string | null
  /** As BCP 47 writes it; null: that of the account, or of the desk. */
  locale: string | null
  /** Only the language is asked: the rest is kept by the account's own directory. */
  languageOnly: boolean
  /** Roles that were granted. */
  roles: readonly string[]
  /** Who did it; null: the desk. */
  by: Person | null
  /** What is wrong with an answer, a sentence each without its full stop. */
  faults: readonly string[]
  /** Some of it is kept by the account's own directory. */
  synced: boolean
}

export function personFields(facts: PersonFacts, language: string) {
  const { accountId, company, name, phone, locale, languageOnly, roles, by, faults, synced } = facts
  const has = (role: string) => roles.includes(role)
  return {
    accountId,
    company,
    name: harmless(name, 200),
    phone,
    language: languageName(locale ?? language, language),
    languageOnly,
    synced,
    by: by && nameOf(by),
    faults: faults.map((fault) => harmless(fault, 200)),
    decisionMaker: has('decision-maker'),
    phoneManager: has('phone-manager'),
    authorisedContact: has('authorised-contact'),
    administrator: has('administrator'),
    superUser: has('super-user'),
    user: has('user'),
  }
}

/** The name of a language in another one: `español`, `Spanish`. */
function languageName(locale: string, language: string): string {
  return new Intl.DisplayNames([language], { type: 'language' }).of(locale) ?? locale
}
