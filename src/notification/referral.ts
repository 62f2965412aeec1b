import type { Person } from '../ticket/ticket.ts'
import { harmless, nameOf } from './plain.ts'

/** Where somebody is sent who may not open a case; places that nobody configured are null. */
export interface ReferralFacts {
  /** Of the mail that did not become a case. */
  subject: string
  company: string
  /** The account's own help desk: an address or a sentence. */
  helpDesk: string | null
  /** Its authorised contacts; of a partner its super users. */
  people: Person[]
  isOneOfThem: boolean
  /** Accounts whose support contact the reader is. */
  looksAfter: { accountId: string; company: string }[]
  access: string | null
  join: string | null
  phone: string | null
  site: string | null
}

/** Where an unknown writer applies who is no customer; null where nothing is configured. */
export interface Programmes {
  partner: string | null
  consultant: string | null
  developer: string | null
  /** Whom everybody else may ask. */
  access: string | null
}

export const NO_PROGRAMMES: Programmes = {
  partner: null,
  consultant: null,
  developer: null,
  access: null,
}

export function referralFields({ people, subject, looksAfter, ...rest }: ReferralFacts) {
  return {
    ...rest,
    subject: harmless(subject, 100),
    people: people.map((one) => ({ name: nameOf(one), address: one.address })),
    looksAfter: looksAfter.map((one) => ({ ...one, company: harmless(one.company, 100) })),
  }
}
