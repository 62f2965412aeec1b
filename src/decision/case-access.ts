import type { Claim, Holding, Rule } from '../access/entitlement.ts'
import type { Account } from '../account/account.ts'

/** All that the judgement of one case rests on. */
export interface CaseAccess {
  rule: Rule
  claim: Claim
  holding: Holding
  /** Whose credits pay. */
  payer: Account
  /** Its partner, where it is the account, and the account where it is the partner. */
  otherPayer: Account | null
  /** Open tickets of the account that were let in as emergencies. */
  emergencies: number
}

/** The mail that an answer is about, which waits for an entitlement or for an answer. */
export interface AwaitingFacts {
  mail: number
  access: CaseAccess
}
