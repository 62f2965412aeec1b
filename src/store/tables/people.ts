import type { Generated } from 'kysely'

export interface AccountTable {
  id: Generated<number>
  /** `A-10001`: what people see. */
  accountId: string
  kind: string
  model: string | null
  company: string
  companyKey: string
  partnerId: number | null
  state: string
  locale: string | null
  createdAt: string
  /** Where its users are sent first: an address, or a sentence. */
  helpDesk: Generated<string | null>
  /** Of a consultant or developer: 1 while the membership counts. */
  member: Generated<number>
  /** Until when support is paid for; null: for good. */
  supportUntil: Generated<string | null>
}

export interface ContactTable {
  id: Generated<number>
  name: string
  phone: string | null
  locale: string | null
  /** The account that this person belongs to first. */
  accountId: number
  /** `active`, `disabled`, `merged` into somebody else, or `erased`. */
  state: string
  createdAt: string
  /** `directory`: an account's own system keeps name, address and phone; null: added here. */
  source: Generated<string | null>
  /**
   * `invited`, then `asked` for name, phone and language, then `confirmed`; null: never invited.
   */
  invitation: Generated<string | null>
}

export interface ContactAddressTable {
  address: string
  contactId: number
  main: number
}

export interface SupportContactTable {
  accountId: number
  address: string
  contactId: number | null
  /** A desk may answer with auto-generated mail that carries our tag. */
  desk: number
  addedAt: string
}

/**
 * Addresses of people who asked to be forgotten: only a hash of each, to know it
 * when it comes back.
 */
export interface ErasedHashTable {
  hash: string
  at: string
}

/** A mail domain belongs to one account: who writes from it is an other user of that account. */
export interface AccountDomainTable {
  domain: string
  accountId: number
}
