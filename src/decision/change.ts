import type { CaseFields } from '../ticket/case-fields.ts'
import type { Person, Priority } from '../ticket/ticket.ts'
import type { WorkHappening } from '../ticket/work-happening.ts'

/** What is done to a ticket besides its conversation and its status. */
export type Change =
  | { what: 'priority'; to: Priority }
  | { what: 'plan'; text: string }
  | { what: 'owner'; to: Person }
  | { what: 'department'; to: string }
  /** Its conversation and its people go to another ticket, which answers for both numbers. */
  | { what: 'merge'; into: number }
  | { what: 'minutes'; minutes: number }
  | { what: 'refund'; minutes: number | null }
  | { what: 'charge'; whom: 'account' | 'partner' }
  | { what: 'fields'; fields: CaseFields }
  /** A case of the partner with the vendor, for the support contact who asks for it. */
  | { what: 'escalate'; by: Person; partner: number | null }

/** What is told of a change; a plan is told together with the words beside it, a case by itself. */
export const TOLD_OF: Record<Change['what'], WorkHappening | null> = {
  priority: 'priority-changed',
  plan: null,
  owner: 'assigned',
  department: 'moved',
  merge: 'merged',
  minutes: null,
  refund: null,
  charge: null,
  fields: null,
  escalate: null,
}
