import { type Account, modelAt } from '../account/account.ts'
import type { Caller } from '../config/referral.ts'

/** Why somebody is sent elsewhere, and so to where: each has a mail of its own. */
export type Referral =
  | 'cloud-user'
  | 'enterprise-user'
  | 'flex'
  | 'partner-user'
  | 'consultant-membership'
  | 'consultant-contract'
  | 'developer-membership'
  | 'developer-contract'

export type Judgement =
  | { opens: true; caller: Caller }
  | { opens: false; caller: Caller; referral: Referral }

/** What the judgement needs to know of an account. */
export type Callee = Pick<Account, 'kind' | 'model' | 'member' | 'supportUntil'>

/**
 * May somebody of this account open a case at this instant? `authorised`: Decision
 * Maker, Phone Manager or authorised contact of it. The sentence of the table that
 * applies is all there is to it.
 */
export function mayOpenCase(account: Callee, authorised: boolean, at: string): Judgement {
  switch (account.kind) {
    case 'vendor':
      return { opens: true, caller: 'vendor' }
    case 'partner':
      return authorised
        ? { opens: true, caller: 'partner-contact' }
        : { opens: false, caller: 'partner-user', referral: 'partner-user' }
    case 'consultant':
    case 'developer':
      return ofProgramme(account.kind, account, at)
    case 'customer':
      return ofCustomer(account, authorised, at)
  }
}

function ofCustomer(account: Callee, authorised: boolean, at: string): Judgement {
  switch (modelAt(account, at)) {
    case 'resell':
      return { opens: true, caller: 'resell' }
    case 'partner':
      return { opens: true, caller: 'partner-supported' }
    case 'flex':
      return { opens: false, caller: 'flex', referral: 'flex' }
    case 'enterprise':
      return authorised
        ? { opens: true, caller: 'enterprise-contact' }
        : { opens: false, caller: 'enterprise-user', referral: 'enterprise-user' }
    case 'cloud':
    case null:
      return authorised
        ? { opens: true, caller: 'cloud-contact' }
        : { opens: false, caller: 'cloud-user', referral: 'cloud-user' }
  }
}

/** Members with a current support contract; who is none applies first. */
function ofProgramme(
  caller: 'consultant' | 'developer',
  { member, supportUntil }: Callee,
  at: string,
): Judgement {
  if (!member) return { opens: false, caller, referral: `${caller}-membership` }
  const covered = supportUntil !== null && supportUntil >= at
  return covered
    ? { opens: true, caller }
    : { opens: false, caller, referral: `${caller}-contract` }
}
