import type { Happening } from '../ticket/happening.ts'
import type { Audience, Person } from '../ticket/ticket.ts'

/** Why a mail is automatic (RFC 3834); null: it carries a person's words. */
export type AutoSubmitted = 'auto-replied' | 'auto-generated' | null

/** One mail to one person, decided but not yet put into words. */
export interface Notice {
  happening: Happening
  /** Name of the template without language: `customer-opened`, `support-held`. */
  template: string
  recipient: Person
  /** What this reader may see. */
  audience: Audience
  /** Why this person is told, as a sentence for `explain`. */
  reason: string
  autoSubmitted: AutoSubmitted
  /** 0 a person's words, 1 a notice, 2 an automatic answer: sent in this order. */
  priority: 0 | 1 | 2
}

/** An attachment of a stored mail, found by ledger row and place when the mail is made. */
export interface AttachmentRef {
  ledgerId: number
  position: number
  name: string
  type: string
  /** Decoded bytes. */
  size: number
  inline: boolean
  contentId: string | null
}

/** A mail as it goes into the outbox: rendered, addressed, with all its ids. */
export interface Draft {
  ticket: number | null
  seq: number | null
  mailbox: string
  template: string
  priority: 0 | 1 | 2
  recipient: Person
  envelopeFrom: string
  from: Person
  replyTo: string
  subject: string
  messageId: string
  inReplyTo: string | null
  references: string[]
  autoSubmitted: AutoSubmitted
  /** UTC ISO-8601. */
  date: string
  /** Of the text, as BCP 47 writes it. */
  language: string
  text: string
  html: string
  attachments: AttachmentRef[]
  /** The mail that caused it; null when a command did. */
  ledgerId: number | null
}
