import type { Person, Ticket } from '../ticket/ticket.ts'
import type { AccessContext } from './access.ts'
import type { CaseFormFacts } from './case-form.ts'
import type { DirectoryFacts, ServiceFacts } from './directory.ts'
import type { InDoubtFacts } from './in-doubt.ts'
import type { OpenedFacts } from './opened.ts'
import type { PersonFacts } from './person.ts'
import type { QuarantinedFacts } from './quarantined.ts'
import type { Programmes, ReferralFacts } from './referral.ts'
import type { CodeFacts, RegisteredFacts, RegistrationMailFacts } from './registration.ts'
import type { EarlierEntry, Words } from './relay.ts'
import type { SignInFacts } from './sign-in.ts'
import type { Templates } from './templates.ts'
import type { TicketsFacts } from './tickets.ts'
import type { WorkFacts } from './work-facts.ts'

/**
 * Everything that a mail is made of, as plain values. The first part is the same for all notices of
 * one happening; `number` and `knownIds` belong to the one mail.
 */
export interface ComposeContext extends WorkFacts, AccessContext {
  templates: Templates
  desk: DeskFacts
  /** The mailbox that speaks. */
  mailbox: { name: string; address: string }
  /** Where answers go: the mailbox, or its signed plus-address. */
  replyTo?: string
  /** The envelope sender: the mailbox, or its VERP address. */
  envelopeFrom?: string
  /** Date of the mail: UTC ISO-8601. */
  now: string
  /** The mail that caused it; null when a command did. */
  ledgerId: number | null
  /** Twelve hex digits over what the id names and whom it is sent to ('' for a ticket's root). */
  sign: Sign

  /**
   * The SEQ of the ticket, or the row of a mail of no ticket, that makes the Message-ID its own.
   */
  number: number
  /**
   * Message-IDs that this reader sent or was sent, of the ticket or the mail
   * answered, oldest first.
   */
  knownIds?: readonly string[]

  /** Language of a customer that has no ticket (account, then desk); of a ticket it is its own. */
  locale?: string | null
  ticket?: TicketFacts | null
  /** Who wrote the mail or gave the command; null where nobody did, or the operator. */
  writer?: Person | null
  /** The words to pass on; null where a command did it without any. */
  words?: Words | null
  /** The conversation before it, newest first; ten are enough. */
  earlier?: readonly EarlierEntry[]

  /**
   * The mark of a signed tag, `M17-k3f9q2`: the mail is about no ticket, and its
   * answers are not either.
   */
  mark?: string | null
  /** For `held`. */
  held?: HeldFacts | null
  /** For `answers-stopped`: whose answers, null for all unknown addresses together. */
  stopped?: StoppedFacts | null
  /** For `reopenings-bundled`. */
  bundled?: { count: number } | null
  /** For `held-digest`. */
  digest?: DigestFacts | null
  /** For `command-refused` and `held-command-refused`: the lines that are no commands. */
  refusedLines?: readonly string[]
  /** For the mails that send somebody elsewhere. */
  referral?: ReferralFacts | null
  /** For `registration-needed`. */
  programmes?: Programmes | null
  /** For `tickets-listed`. */
  tickets?: TicketsFacts | null
  /** For `case-form-asked`. */
  form?: CaseFormFacts | null
  /** For `account-asked`: the accounts that the writer looks after. */
  choices?: readonly { accountId: string; company: string }[] | null
  /** For `opened`: what its confirmation says besides. */
  opened?: OpenedFacts | null
  /** For `welcome`. */
  welcome?: WelcomeFacts | null
  /** For `registration-incomplete` and `registration-terms`. */
  registration?: RegistrationMailFacts | null
  /** For `registration-done`, `account-confirmed` and `token-rotated`. */
  registered?: RegisteredFacts | null
  /** For `one-time-code`. */
  code?: CodeFacts | null
  /** For `opened`, where the configuration lets them know of each other. */
  supportContacts?: readonly Person[]
  /** How long a registration and a mail of somebody unknown are waited for, in milliseconds. */
  lapse?: { pending: number; held: number }
  /** For mails about one person: an invitation, details, a role, a support contact. */
  person?: PersonFacts | null
  /** For `directory-problem`. */
  directory?: DirectoryFacts | null
  /** For `service-started`, `service-changed` and `service-ended`. */
  service?: ServiceFacts | null
  /** For `mail-failed`. */
  failed?: FailedFacts | null
  /** For `address-bounced`. */
  bounced?: BouncedFacts | null
  /** For `mail-quarantined`. */
  quarantined?: QuarantinedFacts | null
  /** For `mail-in-doubt`. */
  inDoubt?: InDoubtFacts | null
  /** For `sign-in-refused`. */
  signIn?: SignInFacts | null
  /** For `sending-stopped`: more mails than this would leave in an hour. */
  stoppedAbove?: number | null
  /** For `mailbox-halted`. */
  halted?: { mailbox: string; because: string } | null
  /** For `authentication-failing`: so many mails in a row, and what the last one lacked. */
  failing?: { mailbox: string; mails: number; because: string } | null
}

export type Sign = (
  of: { ticket: number; seq: number } | { row: number },
  recipient: string,
) => string

export interface DeskFacts {
  name: string
  tag: string
  domain: string
  locale: string
  timeZone: string
  portalUrl?: string | undefined
}

export type TicketFacts = Ticket & {
  /** What people call the department, by language; its name where none is given. */
  departmentTitle: Record<string, string>
  account: { accountId: string; company: string } | null
  /** Who answers where the account's support contacts do: the partner's name; null for the desk. */
  handledBy: string | null
  /** Who gets the answers beside the requester. */
  participants?: readonly Person[]
}

/** A mail that may belong to the ticket and waits for a person. */
export interface HeldFacts {
  /** Its number in the ledger, which commands name. */
  ledgerId: number
  subject: string
  /** UTC ISO-8601. */
  receivedAt: string
  /** Why it was not simply taken in. */
  because: string
}

/** A writer who gets no more automatic answers for now, and which limit was reached. */
export interface StoppedFacts {
  address: string | null
  because: string
}

/** What waits for this reader, the newest first. */
export interface DigestFacts {
  mails: (HeldFacts & {
    from: string | null
    /** Why it waits. */
    because: string
    ticket: number | null
    quarantined: boolean
    /** Its writer was told where to turn instead. */
    referred: boolean
    /** When it is put away if nobody knows its writer by then, UTC ISO-8601; null: never. */
    lapsesAt: string | null
  })[]
  /** How many wait besides. */
  more: number
  /** Registrations that nobody has proven and that lapse soon. */
  pending: { accountId: string; company: string; lapsesAt: string }[]
}

export interface WelcomeFacts {
  accountId: string
  company: string
  /**
   * What proves that the address is right: an answer to the mail, or this code
   * given back; null: none.
   */
  proof: { code: string } | null
}

/** An address of a ticket that nothing is sent to any more. */
export interface BouncedFacts {
  address: string
  /** The server's words. */
  words: string
  /** Nothing came back: nobody writes to whom an account does not know any more. */
  isDisabled?: boolean
}

/** A mail that could not be delivered. */
export interface FailedFacts {
  outboxId: number
  to: string
  subject: string
  ticket: number | null
  /** The server's words. */
  error: string
  attempts: number
  /** True when nothing is sent to its address any more. */
  suppressed: boolean
}
