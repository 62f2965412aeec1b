/**
 * What a mail says: the value that `parse` hands out and everything after it reads. Plain data, so
 * that it crosses a worker's boundary unchanged. All text is Unicode without NUL
 * and lone surrogates.
 */
export interface Mail {
  /** The Message-ID with its angle brackets, as written; null when the mail has none. */
  messageId: string | null
  /**
   * Ids of References, then of In-Reply-To: oldest first, no repeats, brackets kept; 50 at most.
   */
  references: string[]
  /** The decoded subject, one line. */
  subject: string
  /** The first From; null when there is none. */
  from: Address | null
  /** How many From addresses the mail claims: anything but 1 is suspicious. */
  fromCount: number
  sender: Address | null
  replyTo: Address[]
  to: Address[]
  cc: Address[]
  /** Delivered-To, X-Original-To, Envelope-To: where the mail host says it was delivered. */
  deliveredTo: string[]
  /** The Date header as UTC ISO-8601, or null when missing or unreadable: never the clock's. */
  date: string | null
  /** The whole text: of the text part, or made from the HTML part when there is none. */
  text: string
  /** What the writer newly wrote: `text` without its folds. */
  reply: string
  /**
   * Parts of `text` that are folded away when shown; offsets in UTF-16 units, in order, disjoint.
   */
  folds: Fold[]
  html: string | null
  /**
   * What the writer newly wrote as harmless HTML, as far as HTML tells; null for
   * automatic mail too.
   */
  replyHtml: string | null
  forwarded: Forwarded | null
  attachments: Attachment[]
  automatic: Automatic | null
  bounce: Bounce | null
  headers: NotedHeaders
  /**
   * SHA-256 hex over id, From, Date, subject, texts and attachment hashes: never the trace headers.
   */
  fingerprint: string
  /** What was wrong with the mail, one sentence each. */
  defects: string[]
}

/** The mail that is passed on, as its head says. */
export interface Forwarded {
  from: string | null
  subject: string | null
  date: string | null
  /** What it says, where it is attached; else that stands in the text of the mail around it. */
  text?: string
}

export interface Address {
  name: string
  /** Lower-case, trimmed; local part and domain as one string. */
  address: string
}

export type FoldKind = 'quote' | 'attribution' | 'signature' | 'device' | 'footer' | 'separator'

export interface Fold {
  kind: FoldKind
  start: number
  end: number
}

export interface Attachment {
  /** Place in the mail, from 0: with the raw bytes it is enough to find the attachment again. */
  index: number
  name: string
  type: string
  /** Decoded bytes. */
  size: number
  sha256: string
  inline: boolean
  /** Without angle brackets. */
  contentId: string | null
}

export interface Automatic {
  kind: 'reply' | 'generated' | 'receipt' | 'calendar' | 'bulk'
  /** The sign that gave it away, as a sentence. */
  because: string
}

export interface Bounce {
  kind: 'bounce' | 'delayed' | 'delivered' | 'complaint'
  recipients: { address: string; status: string | null; permanent: boolean; reason: string }[]
  /** Message-ID of the mail that it is about, where the report carries it. */
  originalMessageId: string | null
}

/** The few headers that judgements need after parsing; absent ones are null. */
export interface NotedHeaders {
  /** `X-Ticketd-Loop` of our own mails. */
  loop: string | null
  returnPath: string | null
  autoSubmitted: string | null
  listId: string | null
  /** True when List-Id, List-Post, Precedence: list/bulk or kin are there: no automatic answer. */
  viaList: boolean
  /** True when a filter on the way marked the mail as spam. */
  spamMark: boolean
  authenticationResults: string[]
  xOriginalFrom: string | null
}
