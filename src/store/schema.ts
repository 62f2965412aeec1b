import type { Generated } from 'kysely'
import type { BlockedTable } from './tables/blocked.ts'
import type {
  AccountServiceTable,
  DirectorySyncTable,
  DirectoryUserTable,
  ServiceUserTable,
} from './tables/directory.ts'
import type {
  AnnouncedTable,
  AwaitingTable,
  ContractTable,
  CreditEntryTable,
  DeploymentCoverTable,
  DeploymentTable,
  TicketEntitlementTable,
  WorkTimeTable,
} from './tables/entitlement.ts'
import type {
  AccountDomainTable,
  AccountTable,
  ContactAddressTable,
  ContactTable,
  ErasedHashTable,
  SupportContactTable,
} from './tables/people.ts'
import type {
  AccountTokenTable,
  OneTimeCodeTable,
  RegistrationDraftTable,
} from './tables/registration.ts'
import type { SignInTable } from './tables/sign-in.ts'
import type { TicketFieldsTable } from './tables/ticket-fields.ts'
import type { PromiseTable, TicketLinkTable, TicketWork } from './tables/work.ts'

/**
 * The tables, a column a line. Instants are UTC ISO-8601 text of 24 characters, flags are 0 or 1,
 * JSON is text; each noun's file turns them into values.
 */
export interface Database {
  meta: { key: string; value: string }
  counter: { name: string; value: number }
  lease: LeaseTable
  mailbox: MailboxTable
  ledger: LedgerTable
  ledgerHistory: LedgerHistoryTable
  account: AccountTable
  contact: ContactTable
  contactAddress: ContactAddressTable
  contactRole: { contactId: number; accountId: number; role: string }
  supportContact: SupportContactTable
  ticket: TicketTable
  participant: { ticket: number; address: string; name: string; addedAt: string; addedBy: string }
  entry: EntryTable
  entryText: { entryId: number; text: string; reply: string; html: string | null; folds: string }
  attachment: AttachmentTable
  event: EventTable
  outbox: OutboxTable
  /** The words of a mail, until they are not kept any more. */
  outboxText: { outboxId: number; text: string; html: string }
  answered: { id: Generated<number>; address: string; kind: string; at: string }
  suppressed: SuppressedTable
  blocked: BlockedTable
  accountToken: AccountTokenTable
  oneTimeCode: OneTimeCodeTable
  registrationDraft: RegistrationDraftTable
  ticketLink: TicketLinkTable
  promise: PromiseTable
  erasedHash: ErasedHashTable
  accountDomain: AccountDomainTable
  directoryUser: DirectoryUserTable
  directorySync: DirectorySyncTable
  accountService: AccountServiceTable
  serviceUser: ServiceUserTable
  ticketFields: TicketFieldsTable
  deployment: DeploymentTable
  deploymentCover: DeploymentCoverTable
  contract: ContractTable
  creditEntry: CreditEntryTable
  workTime: WorkTimeTable
  ticketEntitlement: TicketEntitlementTable
  awaiting: AwaitingTable
  announced: AnnouncedTable
  signIn: SignInTable
}

export interface LeaseTable {
  id: number
  owner: string
  epoch: number
  until: string
}

/**
 * One row per watched folder of one login; `name` is only what the configuration calls it today.
 */
export interface MailboxTable {
  id: Generated<number>
  /** user@host, or `ingest`. */
  source: string
  folder: string
  name: string
  uidValidity: number | null
  lastUid: number
  firstSeenAt: string
  /** Mails that the server received before this are recorded and cause nothing. */
  ignoreBefore: string | null
  /** Mails older than this are threaded and tell nobody. */
  quietBefore: string | null
  /**
   * `start: now`: what lay in the folder at first sight is below this UID; null after a re-read.
   */
  startUid: number | null
  /** Set while the folder is read again after its UIDVALIDITY changed. */
  rereadSince: string | null
  /** Why nothing of this mailbox is decided until a person says `mailbox continue`. */
  halted: string | null
}

export interface LedgerTable {
  id: Generated<number>
  mailboxId: number
  uidValidity: number | null
  uid: number | null
  rawId: number | null
  size: number
  sha256: string | null
  internalDate: string | null
  receivedAt: string
  state: string
  attempts: number
  /** What a person asked for when the mail was put back to `received`: JSON. */
  instruction: string | null
  quiet: number
  reread: number
  acknowledged: number
  fingerprint: string | null
  messageId: string | null
  messageIdHash: string | null
  fromAddress: string | null
  subject: string | null
  date: string | null
  outcome: string | null
  reason: string | null
  ticket: number | null
  duplicateOf: number | null
  decidedAt: string | null
}

export interface LedgerHistoryTable {
  id: Generated<number>
  ledgerId: number
  at: string
  actor: string
  outcome: string
  reason: string
  /** Evidence found, tried and refused, and the rules asked: JSON. */
  detail: string
}

export interface TicketTable extends TicketWork {
  number: number
  subject: string
  status: string
  priority: string
  reason: string | null
  department: string
  /** Name of the mailbox that speaks for this ticket. */
  mailbox: string
  accountId: number | null
  requesterContactId: number | null
  requesterName: string
  requesterAddress: string
  /**
   * Who answers: the department's agents (`desk`) or the account's support contacts (`contacts`).
   */
  supportSide: string
  locale: string
  /** Counts the mails sent about this ticket; part of their Message-IDs. */
  seq: number
  reopened: number
  openedAt: string
  updatedAt: string
  closedAt: string | null
}

export interface EntryTable {
  id: Generated<number>
  ticket: number
  at: string
  direction: string
  audience: string
  authorSide: string
  fromName: string
  fromAddress: string
  /** Addresses that it was written to: JSON. */
  recipients: string
  subject: string
  ledgerId: number | null
  textHash: string
  verified: number
  attachments: number
}

export interface AttachmentTable {
  id: Generated<number>
  entryId: number
  ledgerId: number
  /** Place in the raw mail; its bytes are taken from there when somebody wants them. */
  position: number
  name: string
  type: string
  size: number
  sha256: string
  inline: number
  contentId: string | null
}

export interface EventTable {
  id: Generated<number>
  at: string
  ticket: number | null
  accountId: number | null
  actor: string
  kind: string
  data: string
}

export interface OutboxTable {
  id: Generated<number>
  ticket: number | null
  seq: number | null
  /** Name of the mailbox whose SMTP account sends it. */
  mailbox: string
  template: string
  /** 0 a person's words, 1 a notice, 2 an automatic answer: sent in this order. */
  priority: number
  recipient: string
  recipientName: string
  envelopeFrom: string
  fromName: string
  fromAddress: string
  replyTo: string
  subject: string
  messageId: string
  /** Put in place of ours by the SMTP server; hash for the look-up by References. */
  serverMessageId: string | null
  serverIdHash: string | null
  inReplyTo: string | null
  /** Ids separated by a space. */
  references: string
  /** `auto-replied`, `auto-generated`, or null for a person's words. */
  autoSubmitted: string | null
  date: string
  language: string
  /** [{ledgerId, position, name, type, size, inline, contentId}]: JSON. */
  attachments: string
  status: string
  attempts: number
  /** How often its end was sent and never confirmed: a mail in doubt is sent once more. */
  doubts: number
  /** When it is tried next; null when that is over. */
  nextAt: string | null
  /** Epoch of the lease under which it was noted `sending`. */
  epoch: number | null
  error: string | null
  ledgerId: number | null
  createdAt: string
  finishedAt: string | null
}

/** One row per address that was ever found dead, or whose reader complained. */
export interface SuppressedTable {
  address: string
  /** `bounced`: nothing is sent; `complained`: nothing automatic. */
  kind: string
  /** The server's words. */
  reason: string
  since: string
  outboxId: number | null
  ledgerId: number | null
  /** Null while it is suppressed. */
  liftedAt: string | null
  /** When a mail from the address lifted it last: one sign of life a day is believed. */
  heardAt: string | null
}
