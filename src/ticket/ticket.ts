/**
 * What a ticket is. The words are the field's own: a ticket is one problem of one account and has
 * one number forever; its conversation is made of entries.
 */
export type Status = 'open' | 'waiting' | 'closed'
export type Priority = 'P1' | 'P2' | 'P3'

/**
 * Whom a part of the conversation is for. Vendor sees all, support what is not
 * vendor's, customer its own.
 */
export type Audience = 'customer' | 'support' | 'vendor'

/** Who answers: the department's agents, or the account's support contacts alone. */
export type SupportSide = 'desk' | 'contacts'

/**
 * In which capacity somebody writes to a ticket. `other`: another user of the account;
 * `unverified`: holds our signed evidence and nothing else; `machine`: an automatic mail.
 */
export type Side = 'customer' | 'support' | 'other' | 'unverified' | 'machine'

export interface Person {
  name: string
  address: string
}

export interface Ticket {
  number: number
  /** The base subject, kept for the life of the ticket. */
  subject: string
  status: Status
  priority: Priority
  reason: string | null
  department: string
  /** Name of the mailbox that speaks for it. */
  mailbox: string
  /** The store's key of the account; null for a ticket of no account. */
  accountId: number | null
  requester: Person & { contactId: number | null }
  supportSide: SupportSide
  locale: string
  /** How many Message-IDs were given. */
  seq: number
  reopened: number
  openedAt: string
  updatedAt: string
  closedAt: string | null
  /** Address of whoever works on it. */
  owner: string | null
  /** The agreed way to solve it. */
  plan: string | null
  /** Its mails belong to that ticket from now on. */
  mergedInto: number | null
  /** The ticket of a partner's customer: answers flow back there, for the support side only. */
  escalatedFrom: number | null
  /** Null: no update is promised. */
  clock: Clock | null
}

/** By when the customer is promised to hear from the support side. Instants. */
export interface Clock {
  /** The last update, or the opening. */
  from: string
  due: string
  /** When somebody has to be reminded, or told that it is overdue; null: nothing more follows. */
  next: string | null
  /** Whole periods that have passed without an update. */
  missed: number
}

/** Everybody around one ticket, addresses lower-cased. */
export interface Circle {
  requester: Person
  participants: Person[]
  supportContacts: Person[]
  /** The department's agents. */
  agents: Person[]
}

/** Who answers this ticket: agents when the desk does, support contacts always. */
export function supportSideOf(ticket: Pick<Ticket, 'supportSide'>, circle: Circle): Person[] {
  const all =
    ticket.supportSide === 'desk'
      ? [...circle.agents, ...circle.supportContacts]
      : circle.supportContacts
  return all.filter((p, i) => all.findIndex((q) => q.address === p.address) === i)
}
