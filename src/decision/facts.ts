import type { Account } from '../account/account.ts'
import type { DetailsAnswer } from '../account/details.ts'
import type { RegistrationFault, RegistrationForm } from '../account/registration.ts'
import type { Circle, Person, Ticket } from '../ticket/ticket.ts'
import type { Authenticity } from './authenticity.ts'
import type { AwaitingFacts, CaseAccess } from './case-access.ts'
import type { Tried } from './decision.ts'
import type { Streak } from './streak.ts'

/**
 * All that a decision about one mail may rest on, gathered before: deciding asks nobody.
 * Addresses are lower-cased.
 */
export interface Facts {
  /** When it is decided: UTC ISO-8601. */
  at: string
  /** The mailbox in which the mail arrived. */
  mailbox: OwnMailbox
  /** All mailboxes of this desk: their addresses are ours. */
  mailboxes: OwnMailbox[]
  /** Addresses of departments that are no mailboxes, with the department that each means. */
  doors?: ReadonlyMap<string, string>
  blocked: string | null
  /**
   * Why the mail is known to be our own: by its signature or our loop header, never by its From.
   */
  own: { because: string; probe: boolean } | null
  duplicate: { of: number; because: string; flagged: boolean } | null
  /** An older mail with the same Message-ID and another content: this one is a mail of its own. */
  sameIdAs: number | null
  /** What a delivery report is about, when it is one of our mails. */
  bounced: { outboxId: number | null; ticket: number | null; recipient: string } | null
  sender: Sender
  /** Whether it is from whom its From names. */
  authentication: Authenticity
  /** Mails of this mailbox before it that were not believed. */
  streak: Streak
  /** The mail of a customer that an agent passes on, with what the agent wrote above it. */
  forward: { original: Sender; comment: string; subject: string; words: string } | null
  /**
   * Less, or nothing, is sent to the writer's address; `liftable`: a mail from it may change that.
   */
  suppressed: { liftable: boolean } | null
  /** In the order in which it counts: a person's word, tags, plus-address, references. */
  evidence: Evidence[]
  /** What looked like evidence and is none: a signature that we never made. */
  refused: Tried[]
  /** What a signed tag is about that was written to this sender, and is no ticket. */
  matter: Matter | null
  /** What the mail says about a registration; null: nothing. */
  registration: RegistrationFacts | null
  /** What the writer, whom somebody added, says of themselves; null: nothing. */
  details?: DetailsAnswer | null
  /** What the commands of a mail of the support side name; null where they name nothing. */
  named: NamedFacts | null
  /** What an opening has to rest on, where its department asks for anything. */
  access?: CaseAccess | null
  /** The mail that an answer is about, where it waits for an entitlement. */
  awaiting?: AwaitingFacts | null
  answers: AnswerCounts
  /** What a person asked for when this mail was put back: released by whom, to which ticket. */
  release: { by: string; ticket: number | null } | null
  /** The Account ID that the writer named when asked for it, or by a deployment. */
  namedAccount: string | null
}

export interface OwnMailbox {
  name: string
  address: string
  department: string
  /** Lists in front of this mailbox: their headers do not make a person's mail a list's. */
  groups: string[]
}

/** Who wrote, as far as the directory knows. */
export interface Sender {
  name: string
  /** Empty when the mail has no From. */
  address: string
  contact: {
    id: number
    name: string
    active: boolean
    locale: string | null
    accountId: number
    /** Their account's own directory says who they are. */
    synced?: boolean
    /** Somebody added them: how far they have answered. */
    invitation?: 'invited' | 'asked' | 'confirmed' | null
    /** All addresses of this person. */
    addresses: string[]
  } | null
  /** Accounts on which the contact has a role, each with its roles. */
  memberships: { account: Account; roles: string[] }[]
  /** Accounts that name this address as a support contact. */
  supports: { account: Account; desk: boolean }[]
  /** Departments of which this address is an agent. */
  agentOf: string[]
  /** The account whose mail domain an unknown address is in: an other user of it, never more. */
  domainOf: Account | null
}

/** Something in the mail that points at a ticket. Evidence is not permission. */
export interface Evidence {
  kind: 'release' | 'tag' | 'plus' | 'reference'
  /** As it stood in the mail. */
  shown: string
  number: number
  /**
   * Null: not signed by us. Empty: signed, but addressed to nobody (a ticket's root id). Else the
   * address that the signed mail had been sent to.
   */
  signedFor: string | null
  /** Null when there is no such ticket. */
  target: TicketFacts | null
}

export interface TicketFacts {
  ticket: Ticket
  circle: Circle
  /**
   * Mails of this sender on this ticket within the brake's period, and of them with this same text.
   */
  recent: {
    mails: number
    same: number
    braked: boolean
    /** Reopenings of the ticket within their period, whoever caused them. */
    reopenings: number
  }
}

/** What a signed tag of ours is about that is no ticket; it opens its door to one address only. */
export interface Matter {
  /**
   * `M17`: mail 17, which waits. `D20261102`: the list of a day, of all that waits.
   * `R17`, `T17`: the answer to mail 17 asked for fields, or for the terms. `A10001`: the
   * welcome mail of an account.
   */
  id: string
  /** The mail that the answered one is about; null for a list. */
  mail: number | null
  /** Mails that the answer may be about, each with why nothing can be done to it by this writer. */
  mails: WaitingMail[]
}

export type RegistrationFacts =
  /** A form, judged; `terms`: the version to be accepted, null where there are none. */
  | {
      kind: 'form'
      form: RegistrationForm
      faults: RegistrationFault[]
      terms: string | null
      accepted: boolean
    }
  /** The Decision Maker answers the welcome mail of this pending account. */
  | { kind: 'proof'; account: Account }
  /** The writer registers this pending account of theirs once more. */
  | { kind: 'again'; account: Account }
  /** The terms are accepted, and nothing waits for it any more. */
  | { kind: 'over' }

export interface WaitingMail {
  id: number
  outcome: string
  /** The ticket to which it may belong. */
  ticket: number | null
  /** Null: the writer may decide about it. */
  refused: string | null
}

/** What commands name, looked up. */
export interface NamedFacts {
  /** The ticket for which it was looked up. */
  ticket: number
  /** By the number that was written; null: there is none. */
  tickets: ReadonlyMap<number, TicketFacts | null>
  /** For `#escalate`: the case that is open already, and the store's key of the partner. */
  escalation: { open: number | null; partner: number | null } | null
  /** For `#refund`: how many credits can be given back. */
  refundable: number
  /** For `#charge`: who might pay. */
  payers: readonly ('account' | 'partner')[]
}

/** Automatic answers already given. */
export interface AnswerCounts {
  toAddress: { hour: number; day: number }
  confirmationsToAddress: number
  toUnknown: number
  registrationToday: number
  /** Whether the administrators know already, within a day, that a limit was reached. */
  stopped: { address: boolean; unknown: boolean }
}

export function personOf(sender: Sender): Person {
  return { name: sender.contact?.name || sender.name, address: sender.address }
}
