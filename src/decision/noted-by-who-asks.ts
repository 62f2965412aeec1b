import { commandsIn } from '../ticket/commands.ts'
import { supportSideOf } from '../ticket/ticket.ts'
import type { Decision } from './decision.ts'
import type { Question } from './question.ts'
import { supportWrote } from './support-wrote.ts'
import type { Thread } from './thread.ts'

/**
 * An agent or a support contact who opened the ticket, or an agent whom a customer put in Cc,
 * writes there as whoever asks, but for a note: that is one as in any other ticket, and not for
 * the others who take part. Null: the mail has none, or nothing proves who wrote it.
 */
export function isNotedByOneWhoAsks(question: Question, thread: Thread): Decision | null {
  const { mail, facts, policy } = question
  const { address } = facts.sender
  const { ticket, circle } = thread.target
  const isOfSupport =
    facts.sender.agentOf.length > 0 ||
    supportSideOf(ticket, circle).some((one) => one.address === address)
  if (facts.release || !isOfSupport) return null
  const { commands, misplaced } = commandsIn(mail)
  if (misplaced.length === 0 && !commands.some(({ name }) => name === 'note')) return null
  const isProven =
    policy.staffByFromAlone ||
    facts.authentication.verdict === 'pass' ||
    thread.evidence.some(({ signedFor }) => signedFor === address)
  return isProven ? supportWrote(question, thread) : null
}
