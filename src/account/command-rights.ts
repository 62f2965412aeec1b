import type { CommandName } from '../ticket/commands.ts'
import type { SupportSide } from '../ticket/ticket.ts'

/**
 * In which capacity somebody gives a command: an agent of the ticket's department; a support
 * contact where they answer the ticket alone; one beside the desk, which answers it; the requester.
 */
export const CAPACITIES = ['agent', 'contact', 'contact-beside', 'requester'] as const
export type Capacity = (typeof CAPACITIES)[number]

export type TicketCommandName = Exclude<CommandName, 'release' | 'discard'>

/** Who may use which command of a ticket. */
const RIGHTS: Record<TicketCommandName, readonly Capacity[]> = {
  close: ['agent', 'contact', 'contact-beside', 'requester'],
  reopen: ['agent', 'contact', 'contact-beside', 'requester'],
  note: ['agent', 'contact', 'contact-beside'],
  add: ['agent', 'contact', 'contact-beside'],
  priority: ['agent', 'contact'],
  plan: ['agent', 'contact'],
  assign: ['agent', 'contact'],
  escalate: ['agent', 'contact', 'contact-beside'],
  merge: ['agent', 'contact'],
  department: ['agent'],
  minutes: ['agent'],
  refund: ['agent'],
  charge: ['agent'],
  field: ['agent', 'contact'],
  help: ['agent', 'contact', 'contact-beside'],
}

export function mayCommand(capacity: Capacity, name: CommandName): boolean {
  return name in RIGHTS && RIGHTS[name as TicketCommandName].includes(capacity)
}

/** The commands of this capacity, in the order in which they are explained. */
export function commandsOf(capacity: Capacity): TicketCommandName[] {
  const names = Object.keys(RIGHTS) as TicketCommandName[]
  return names.filter((name) => mayCommand(capacity, name))
}

/** The capacity of somebody of the support side. */
export function supportCapacity(isAgent: boolean, supportSide: SupportSide): Capacity {
  if (supportSide === 'contacts') return 'contact'
  return isAgent ? 'agent' : 'contact-beside'
}
