import type { Caller } from '../config/referral.ts'
import type { Mail } from '../message/mail.ts'
import type { FieldPolicy } from '../ticket/case-fields.ts'
import type { AnswerPolicy } from './answerable.ts'
import type { Decision } from './decision.ts'
import type { Facts } from './facts.ts'
import type { PermissionPolicy } from './permission.ts'
import type { Threading } from './thread.ts'

/** What the configuration has to say about decisions. */
export interface Policy extends PermissionPolicy, AnswerPolicy {
  unknownSenders: 'register' | 'open'
  /** How much the proof of the From address counts. */
  senderCheck: 'trust' | 'check' | 'require'
  /** From which mail of one address on; `support`: where a person of the support side writes. */
  relays: { count: number; support: number; same: number }
  /** From this reopening of a ticket within the period on, its notices are bundled. */
  reopenings: { count: number }
  participants: number
  /** Emergencies without entitlement that an account may have open at a time. */
  unentitledP1: number
  /** Whether the only deployment that comes into question is taken where none is named. */
  takeOnlyDeployment: boolean
  /** Minutes that may be logged at once. */
  mostLogged: number
  /** Who is served though the table sends them elsewhere. */
  served: readonly Caller[]
  caseFields: FieldPolicy
}

/** A rule answers with a decision, or null when the mail is not its business. */
export type Rule = (question: Question) => Decision | null

export interface Question {
  mail: Mail
  facts: Facts
  policy: Policy
  threading: Threading
}
