import { isAuthorised } from '../account/roles.ts'
import { type Side, supportSideOf, type Ticket } from '../ticket/ticket.ts'
import type { Evidence, Sender, TicketFacts } from './facts.ts'

/** In which capacity a sender may write to a ticket, and why; a null side: not at all. */
export interface Permission {
  side: Side | null
  because: string
}

export interface PermissionPolicy {
  /** Whether the From address alone makes somebody an agent or a support contact. */
  staffByFromAlone: boolean
}

/**
 * May this sender write to this ticket? Evidence says which ticket is meant; who the sender is
 * decides. Anybody may know a number, and a signed id travels with every forward: it gives the
 * rights of its recipient only when From is that recipient. Who speaks for the support side proves
 * it by such an id, or is `authenticated`: proven to be who From says.
 */
export function permissionOf(
  sender: Sender,
  evidence: Evidence[],
  { ticket, circle }: Pick<TicketFacts, 'ticket' | 'circle'>,
  policy: PermissionPolicy,
  authenticated = false,
): Permission {
  const standsFor = addressesOf(sender)
  const among = (people: { address: string }[]) => people.some((p) => standsFor.has(p.address))
  const signed = evidence.some((e) => e.signedFor !== null)
  const signedToSender = evidence.some((e) => e.signedFor !== null && standsFor.has(e.signedFor))

  if (sender.address === '') return { side: null, because: 'the mail names no writer' }
  if (isDisabled(sender)) return { side: null, because: 'the writer was disabled' }
  if (isRequester(sender, ticket)) {
    return { side: 'customer', because: 'the writer is the requester' }
  }
  if (among(supportSideOf(ticket, circle))) {
    return policy.staffByFromAlone || signedToSender || authenticated
      ? { side: 'support', because: 'the writer is on the support side of the ticket' }
      : {
          side: null,
          because: 'the From is of the support side, but nothing proves that they wrote it',
        }
  }
  if (among(circle.participants)) {
    return { side: 'customer', because: 'the writer takes part in the ticket' }
  }
  const membership = sender.contact?.active
    ? sender.memberships.find((m) => m.account.id === ticket.accountId)
    : undefined
  if (membership && isAuthorised(membership.roles)) {
    return { side: 'customer', because: 'the writer is an authorised contact of the account' }
  }
  if (membership) return { side: 'other', because: 'the writer is another user of the account' }
  if (signed) {
    return {
      side: 'unverified',
      because: 'the writer holds a mail of ours that somebody else was sent',
    }
  }
  return { side: null, because: 'the writer has no part in the ticket and holds no mail of ours' }
}

/** Whether this person opened the ticket, from whichever of their addresses. */
export function isRequester(sender: Sender, { requester }: Pick<Ticket, 'requester'>): boolean {
  if (isDisabled(sender)) return false
  if (addressesOf(sender).has(requester.address)) return true
  const { contact } = sender
  return (
    requester.contactId !== null && contact?.active === true && contact.id === requester.contactId
  )
}

/**
 * Whether an account knows this person no more: nothing is sent to them, so what they write waits.
 * Who answers at this desk does so by its configuration.
 */
export function isDisabled({ contact, agentOf }: Sender): boolean {
  return contact !== null && !contact.active && agentOf.length === 0
}

function addressesOf(sender: Sender): Set<string> {
  const known = sender.contact?.active ? sender.contact.addresses : []
  return new Set([...known, sender.address])
}
