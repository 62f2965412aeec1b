import type { ACCOUNT_KINDS, ACCOUNT_MODELS } from '../config/account-kinds.ts'
import type { SupportSide } from '../ticket/ticket.ts'

export type AccountKind = (typeof ACCOUNT_KINDS)[number]
export type AccountModel = (typeof ACCOUNT_MODELS)[number]

export type AccountState = 'pending' | 'active' | 'closed' | 'lapsed'

/** An organisation with an Account ID. */
export interface Account {
  /** The store's key. */
  id: number
  /** `A-10001`: what people see. */
  accountId: string
  kind: AccountKind
  model: AccountModel | null
  company: string
  partnerId: number | null
  state: AccountState
  locale: string | null
  /** Where its own users are sent first: an address, or a sentence. */
  helpDesk: string | null
  /** Of a consultant or developer: takes part in the programme. */
  member: boolean
  /**
   * Until when support is paid for, UTC ISO-8601; null: an enterprise's without end, nobody else's.
   */
  supportUntil: string | null
}

/**
 * How a customer is looked after at an instant: an enterprise whose support has ended is looked
 * after by its partner.
 */
export function modelAt(
  { model, supportUntil }: Pick<Account, 'model' | 'supportUntil'>,
  at: string,
): AccountModel | null {
  return model === 'enterprise' && supportUntil !== null && supportUntil < at ? 'partner' : model
}

/** Resell and partner-supported customers are served by their support contacts alone. */
export function supportSideFor(
  account: Pick<Account, 'kind' | 'model' | 'supportUntil'> | null,
  at: string,
): SupportSide {
  if (account?.kind !== 'customer') return 'desk'
  const model = modelAt(account, at)
  return model === 'resell' || model === 'partner' ? 'contacts' : 'desk'
}

/**
 * The form in which company names are compared: case, spaces, Unicode form and
 * what nobody sees aside.
 */
export function companyKey(company: string): string {
  return (
    company
      .normalize('NFKC')
      .replace(/\p{Default_Ignorable_Code_Point}+/gu, '')
      // Up first: ß is SS then, and both forms of sigma are one.
      .toUpperCase()
      .toLowerCase()
      .replace(/\s+/gu, ' ')
      .trim()
  )
}

/** Account IDs count from `A-10001`. */
export function accountIdOf(count: number): string {
  return `A-${10_000 + count}`
}
