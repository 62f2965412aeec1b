import { isRequester, permissionOf } from '../../decision/permission.ts'
import { Failure } from '../../errors.ts'
import type { Circle, Ticket } from '../../ticket/ticket.ts'
import type { Actor } from './actor.ts'

/** Where an actor stands to a ticket: whose words they may speak there. */
export type Standing =
  /** `vendor`: sees what support contacts do not. */
  { side: 'support'; vendor: boolean } | { side: 'requester' } | { side: null; because: string }

/**
 * The same judgement as of a mail from the same address. Whoever may give commands on this machine
 * may say who they are: nothing more is asked for than the address.
 */
export function standingOf({ sender }: Actor, ticket: Ticket, circle: Circle): Standing {
  if (sender === null) return { side: 'support', vendor: true }
  const { side, because } = permissionOf(sender, [], { ticket, circle }, { staffByFromAlone: true })
  if (side === 'support') {
    return { side, vendor: sender.agentOf.includes(ticket.department) }
  }
  return isRequester(sender, ticket) ? { side: 'requester' } : { side: null, because }
}

/** `because` is said of the writer of a mail; here somebody acts by command. */
export function notAllowed(actor: Actor, ticket: Ticket, because: string): Failure {
  return new Failure(
    'not-allowed',
    `${actor.name} may not do that to ticket ${ticket.number}: ${because.replace(/^the writer\b/, actor.name)}.`,
    { advice: 'An agent of its department or a support contact of its account may.' },
  )
}
