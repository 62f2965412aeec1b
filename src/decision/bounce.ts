import type { Bounce } from '../message/mail.ts'
import { saysNobodyIsThere } from '../message/nobody-there.ts'
import { withoutExtension } from '../message/plus-address.ts'
import { type Circle, supportSideOf, type Ticket } from '../ticket/ticket.ts'
import type { Act, Decision } from './decision.ts'
import type { Question } from './question.ts'

/**
 * A delivery report never opens a ticket. It counts only when it is about a mail of ours, which the
 * facts say by our signature: anybody can write a report. What failed for good stops all
 * mail to the address; what failed for now (a full mailbox, greylisting, policy) and what
 * is late is only noted.
 */
export function isBounce({ mail, facts }: Question): Decision | null {
  const report = mail.bounce
  if (!report) return null
  const { bounced } = facts
  if (!bounced) {
    return {
      outcome: 'bounce',
      reason: 'a delivery report about a mail that is not ours',
      ticket: null,
      acts: [],
    }
  }
  const { recipient: to, ticket, outboxId } = bounced
  const about = whatOf(report, to)
  const words = about?.reason || report.recipients.find((r) => r.reason)?.reason || report.kind
  const lasting = report.kind === 'bounce' && about !== undefined && isDead(about)
  const acts: Act[] = [
    { act: 'record', event: EVENTS[report.kind], data: { to, words, outbox: outboxId } },
  ]
  if (outboxId !== null && (lasting || report.kind === 'complaint')) {
    acts.push({ act: 'suppress', kind: lasting ? 'bounced' : 'complained', outboxId, words })
  }
  return {
    outcome: 'bounce',
    reason: `a delivery report (${report.kind}) about our mail to ${to}${lasting ? ', where nobody is' : ''}`,
    ticket,
    acts,
  }
}

/** A server may refuse a mail for good and the address be alive: a full mailbox, a spam filter. */
function isDead({ permanent, reason, status }: Bounce['recipients'][number]): boolean {
  return permanent && saysNobodyIsThere(reason, status)
}

const EVENTS: Record<Bounce['kind'], string> = {
  bounce: 'bounced',
  delayed: 'delayed',
  delivered: 'delivered',
  complaint: 'complained',
}

/**
 * What a report says of the one address that our mail went to. A report that names nobody is about
 * it; one that names others is about addresses that the mail was passed on to, perhaps one of many
 * behind a list: that says nothing about the list.
 */
function whatOf({ recipients }: Bounce, to: string): Bounce['recipients'][number] | undefined {
  const plain = withoutExtension(to)
  const named = recipients.filter((r) => r.address !== '')
  return named.length === 0
    ? recipients[0]
    : (named.find((r) => r.address === to) ??
        named.find((r) => withoutExtension(r.address) === plain))
}

/**
 * Whether somebody has to hear that an address turned out to be dead. `about`: the ticket of the
 * mail that came back; null for a mail of no ticket.
 */
export function isCountedOn(
  { recipient, template }: { recipient: string; template: string },
  about: { ticket: Ticket; circle: Circle } | null,
): boolean {
  // An alarm that comes back raises none, and neither does an answer to a forged sender.
  if (template === 'support-address-bounced' || /^(admin|unknown)-/.test(template)) return false
  if (!about) return true
  const parties = [about.ticket.requester, ...supportSideOf(about.ticket, about.circle)]
  return parties.some((p) => p.address === recipient)
}
