import type { Generated } from 'kysely'

/** One user of an account's directory, with how its sync stands. Lacking fields are empty. */
export interface DirectoryUserTable {
  id: Generated<number>
  accountId: number
  key: string
  firstName: string
  lastName: string
  email: string
  phone: string
  fax: string
  trunkGroup: string
  trunkRange: string
  mailboxAddress: string
  deliverAs: string
  /** `ready`, `synced`, `failed`, `not-eligible`, or `gone` until its contact is disabled. */
  state: string
  reason: string | null
  /** The person that it was synced to. */
  contactId: number | null
  changedAt: string
  syncedAt: string | null
}

/** How the sync of one account stands: two indicators with their times. */
export interface DirectorySyncTable {
  accountId: number
  /** Where its users come from, as people are told. */
  source: string
  /** `ok`, `invalid-login`, or `unknown`. */
  tokenState: string
  tokenAt: string | null
  /** `ok`, `error`, or `unknown`. */
  syncState: string
  syncError: string | null
  syncAt: string | null
  lastRunAt: string | null
  /** Of a file that was read: whether it was written anew since. */
  mark: string | null
  /** A push that waits for a person: JSON. */
  stopped: string | null
}

/** A service that an account has activated. */
export interface AccountServiceTable {
  accountId: number
  service: string
  state: string
  /** Values by name: JSON. */
  settings: string
  changedAt: string
}

/** What one person has of a service: a number, an address, or (empty) the service itself. */
export interface ServiceUserTable {
  id: Generated<number>
  accountId: number
  service: string
  contactId: number
  given: string
  state: string
  reason: string | null
  changedAt: string
}
