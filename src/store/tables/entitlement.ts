import type { Generated } from 'kysely'

/** A product as it stands at an account. */
export interface DeploymentTable {
  id: Generated<number>
  /** What people call it, and the form in which it is compared. */
  deploymentId: string
  deploymentKey: string
  accountId: number
  product: string
  serial: string | null
  connectedTo: string | null
  addedAt: string
  addedBy: string
}

/**
 * Until when a deployment is covered: the newest row of a kind counts, and none is ever changed.
 */
export interface DeploymentCoverTable {
  id: Generated<number>
  deploymentId: number
  kind: string
  /** The last day. */
  until: string
  at: string
  actor: string
}

/** One period of a contract; its renewal is a row of its own. No row is ever changed. */
export interface ContractTable {
  id: Generated<number>
  accountId: number
  deploymentId: number | null
  product: string
  type: string
  starts: string
  ends: string
  included: number
  renews: number | null
  at: string
  actor: string
}

/** The ledger of credits. No row is ever changed. */
export interface CreditEntryTable {
  id: Generated<number>
  accountId: number
  at: string
  kind: string
  minutes: number
  reason: string
  ticket: number | null
  actor: string
  contractId: number | null
}

/**
 * Minutes that agents worked on a ticket, whether credits pay for them or not. No
 * row is ever changed.
 */
export interface WorkTimeTable {
  id: Generated<number>
  ticket: number
  at: string
  minutes: number
  actor: string
}

/** What a ticket rests on. */
export interface TicketEntitlementTable {
  ticket: number
  /** The organisation of the ticket, and the one whose credits pay. */
  accountId: number
  payerId: number
  deploymentId: number | null
  /** A phrase: the contract, the cover, the balance. */
  because: string
  /** 1: an emergency that was let in without. */
  unentitled: number
}

/** A held mail that waits for an entitlement, or for an answer to a question. */
export interface AwaitingTable {
  ledgerId: number
  accountId: number
  payerId: number
  department: string
  deployment: string | null
  connectedTo: string | null
  /**
   * The mail that said what was asked, where it says more than that: its words go to the ticket.
   */
  answer: number | null
  /** Who wrote the mail that waits: forgotten with this person. */
  address: string
}

/** Mails that are sent once only: reminders, statements. The key says of what. */
export interface AnnouncedTable {
  key: string
  at: string
}
