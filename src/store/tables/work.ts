import type { Generated } from 'kysely'

/**
 * What a ticket has besides its conversation: who works on it, how, and by when the customer hears.
 */
export interface TicketWork {
  /** Address of whoever works on it. */
  owner: Generated<string | null>
  /** The agreed way to solve it; ends the fast cadence. */
  plan: Generated<string | null>
  /** Its mails go to that ticket from now on. */
  mergedInto: Generated<number | null>
  /** The ticket of the partner's customer; answers flow back there. */
  escalatedFrom: Generated<number | null>
  /** Since when the customer waits for an update; null: none is promised. */
  clockFrom: Generated<string | null>
  clockDue: Generated<string | null>
  /** When somebody has to be reminded or told next. */
  clockNext: Generated<string | null>
  /** Periods that have passed without an update. */
  clockMissed: Generated<number>
}

/** `ticket` is the newer or the lesser one of the two. */
export interface TicketLinkTable {
  ticket: number
  other: number
  kind: string
  at: string
  addedBy: string
}

/** An update that was promised, and when it came. */
export interface PromiseTable {
  id: Generated<number>
  ticket: number
  priority: string
  planned: number
  department: string
  madeAt: string
  dueAt: string
  endedAt: string
}
