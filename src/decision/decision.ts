import type { Account } from '../account/account.ts'
import type { Details, DetailsAnswer } from '../account/details.ts'
import type { RegistrationFault, RegistrationForm } from '../account/registration.ts'
import type { Suppression } from '../account/suppression.ts'
import type { Caller } from '../config/referral.ts'
import type { StatedCase } from '../ticket/case-fields.ts'
import type { Happening } from '../ticket/happening.ts'
import type { Audience, Person, Side, Status, SupportSide } from '../ticket/ticket.ts'
import type { Change } from './change.ts'
import type { Wish } from './phrases.ts'

export const OUTCOMES = [
  'opened',
  'replied',
  'reopened',
  'account',
  'command',
  'bounce',
  'automatic',
  'referred',
  'held',
  'refused',
  'duplicate',
  'ignored',
  'quarantined',
] as const
export type Outcome = (typeof OUTCOMES)[number]

/**
 * What to do with a mail, and why: a value. Carrying it out is the engine's line. `acts` are done
 * in their order, in one transaction.
 */
export interface Decision {
  outcome: Outcome
  /** One sentence, kept with the ledger row. */
  reason: string
  /** The ticket that it concerns; for a held mail the suggested one. */
  ticket: number | null
  duplicateOf?: number
  acts: Act[]
}

export type Act =
  | {
      act: 'open'
      department: string
      mailbox: string
      accountId: number | null
      requester: Person & { contactId: number | null }
      supportSide: SupportSide
      locale: string | null
      /** As whom the referral table knows the writer; null where no account is known. */
      caller: Caller | null
      stated: StatedCase
    }
  | {
      act: 'add-entry'
      direction: 'in' | 'out' | 'note'
      side: Side
      audience: Audience
      verified: boolean
      /** The text as others see it: without commands; null for the reply as it was read. */
      reply: string | null
    }
  /** What an agent wrote above a mail that he passes on: for the vendor only. */
  | { act: 'comment'; by: Person; text: string }
  | { act: 'add-participant'; person: Person }
  /**
   * What this address wrote to the ticket, for the support side only so far,
   * becomes the customer's.
   */
  | { act: 'accept-entries'; address: string }
  /** What the new ticket rests on; `unentitled`: an emergency that was let in without. */
  | {
      act: 'entitle'
      accountId: number
      payerId: number
      deploymentId: number | null
      because: string
      unentitled: boolean
    }
  /** This mail waits for what its department needs. */
  | {
      act: 'await'
      accountId: number
      payerId: number
      department: string
      deployment: string | null
      connectedTo: string | null
    }
  /** What was asked about a mail that waits is said: it is decided again. */
  | {
      act: 'supply'
      mail: number
      deployment: string | null
      connectedTo: string | null
      payerId: number
      /** Whether the answer says more than what was asked. */
      saysMore: boolean
    }
  | { act: 'change'; change: Change }
  | { act: 'move'; from: Status; to: Status; reopens: boolean; closes: boolean }
  /** The notice of this reopening waits, to be told with others. */
  | { act: 'bundle' }
  /** A mail that waits is taken as what its writer says it is; `again`: only decided once more. */
  | { act: 'release'; mail: number; ticket: number | null; again: boolean }
  | { act: 'discard'; mail: number }
  /** A mail that waits is decided again as one about this account. */
  | { act: 'name-account'; mail: number; accountId: string; saysMore: boolean }
  /** A company registers by mail: what its form lacks, the terms to be accepted, or the account. */
  | { act: 'ask-fields'; form: RegistrationForm; faults: RegistrationFault[] }
  | { act: 'ask-terms'; form: RegistrationForm }
  | { act: 'register'; form: RegistrationForm; terms: string | null }
  /** Nothing is registered: whose address the form names is told why, the writer is not. */
  | { act: 'refuse-quietly'; form: RegistrationForm; fault: RegistrationFault }
  /** The welcome mail of a pending account goes out once more. */
  | { act: 'welcome'; account: Account; to: Person }
  /** A pending account counts from now on: its Decision Maker answered the welcome mail. */
  | { act: 'activate'; account: Account }
  /** Somebody whom another added writes for the first time: asked who they are. */
  | { act: 'ask-details'; contact: number }
  | { act: 'confirm-details'; contact: number; details: Details; silence: string | null }
  | { act: 'refuse-details'; contact: number; answer: DetailsAnswer }
  /**
   * `silence`: why nobody gets an automatic answer; people are told all the same. `account`: of
   * which account an answer speaks that is about no ticket.
   */
  | {
      act: 'tell'
      happening: Happening
      silence: string | null
      account?: Account
      /** What the subject of the mail asked for. */
      wish?: Wish
    }
  /** Our mail came back: less, or nothing, is sent to its recipient from now on. */
  | { act: 'suppress'; kind: Suppression['kind']; outboxId: number; words: string }
  /** Everything is sent to this address again: it has written to us. */
  | { act: 'unsuppress'; address: string }
  | { act: 'record'; event: string; data: Record<string, unknown> }

/** A rule that was asked, and what it said: null when the mail was not its business. */
export interface Asked {
  rule: string
  answer: string | null
}

/** One piece of evidence and what became of it. */
export interface Tried {
  kind: string
  shown: string
  /** Null: it names no ticket. */
  ticket: number | null
  verdict: string
}
