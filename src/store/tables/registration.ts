/** What lets a phone system speak for an account; in clear it stands nowhere. */
export interface AccountTokenTable {
  accountId: number
  /** Sealed with the key of credentials: only a Decision Maker is shown it. */
  sealed: string
  hash: string
  madeAt: string
}

/** A code that was mailed to somebody, for one purpose. */
export interface OneTimeCodeTable {
  purpose: string
  accountId: number
  address: string
  /** Keyed: a code is too short for a plain hash. */
  hash: string
  /** How often it may still be tried. */
  tries: number
  validUntil: string
}

/** A registration by mail whose writer was sent the terms and has not accepted them yet. */
export interface RegistrationDraftTable {
  /** Who wrote it: one for each address, the newest. */
  address: string
  ledgerId: number
  /** The fields: JSON. */
  form: string
  termsVersion: string
  at: string
}
