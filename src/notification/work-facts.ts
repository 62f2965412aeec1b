import type { Capacity } from '../account/command-rights.ts'
import type { Refusal } from '../decision/commanded.ts'
import type { CadenceReport } from '../ticket/cadence-report.ts'

/** For mails about the work on a ticket. */
export interface WorkFacts {
  /** For `command-refused`: what was not done, and why. */
  refusals?: readonly Refusal[]
  /** In which capacity the reader gives commands, where that is not the one of the audience. */
  capacity?: Capacity
  /** What was there before, and what is there now. */
  change?: { was: string | null; is: string | null } | null
  /** The ticket that this one hangs together with. */
  other?: { number: number; subject: string } | null
  /** How often the customer is promised an update, in milliseconds; null: not by us. */
  every?: number | null
  /** For `cadence-report`. Instants. */
  cadence?: { from: string; to: string; report: CadenceReport } | null
  /**
   * For `update-due`, `update-overdue` and `update-late`. Instants, and periods that have passed.
   */
  update?: { from: string; due: string; missed: number } | null
}
