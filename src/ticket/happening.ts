import type { AccessHappening } from './access-happening.ts'
import type { PersonHappening } from './person-happening.ts'
import type { ReferralHappening } from './referral-happening.ts'
import type { RegistrationHappening } from './registration-happening.ts'
import type { WorkHappening } from './work-happening.ts'

/** What happened that somebody may have to be told of. */
export type Happening =
  | RegistrationHappening
  | WorkHappening
  | AccessHappening
  | ReferralHappening
  | PersonHappening
  | 'opened'
  | 'customer-replied'
  | 'support-replied'
  | 'closed'
  | 'answered-and-closed'
  | 'reopened'
  | 'held'
  | 'reopenings-bundled'
  | 'answers-stopped'
  | 'held-digest'
  | 'held-command-refused'
  | 'other-user-wrote'
  | 'unverified-wrote'
  | 'relay-stopped'
  | 'cross-posted'
  | 'tickets-listed'
  | 'case-form-asked'
  | 'account-asked'
  | 'command-refused'
  | 'directory-problem'
  | 'service-started'
  | 'service-changed'
  | 'service-ended'
  | 'address-bounced'
  | 'mail-failed'
  | 'mail-quarantined'
  | 'mail-in-doubt'
  | 'sign-in-refused'
  | 'sending-stopped'
  | 'mailbox-halted'
  | 'authentication-failing'
