import { step } from '../ticket/lifecycle.ts'
import { whyTooManyConfirmations, whyUnanswerable } from './answerable.ts'
import { brakeOf, tell } from './brake.ts'
import type { Act, Decision } from './decision.ts'
import { isNotedByOneWhoAsks } from './noted-by-who-asks.ts'
import { newParticipants } from './participants.ts'
import type { Question } from './question.ts'
import { isClosedByRequester } from './requester-commanded.ts'
import { stopNotice } from './stop.ts'
import { supportWrote } from './support-wrote.ts'
import type { Thread } from './thread.ts'

/** A mail with evidence of a ticket: what its writer may do there. */
export function isConversation(question: Question): Decision | null {
  const { facts, threading } = question
  const thread = threading.thread
  if (!thread) return null
  if (facts.release) return customerWrote(question, thread, `released by ${facts.release.by}`)
  switch (thread.permission.side) {
    case 'customer':
      return (
        isClosedByRequester(question, thread) ??
        isNotedByOneWhoAsks(question, thread) ??
        customerWrote(question, thread, thread.permission.because)
      )
    case 'support':
      return supportWrote(question, thread)
    case 'other':
    case 'unverified':
      return bystanderWrote(question, thread, thread.permission.side)
    default:
      return held(question, thread)
  }
}

/** Never dropped, and the writer is not told that the ticket exists. */
function held(question: Question, { target, permission }: Thread): Decision {
  return {
    outcome: 'held',
    reason: permission.because,
    ticket: target.ticket.number,
    acts: brakeOf(target, question) ?? [tell('held')],
  }
}

function customerWrote(question: Question, thread: Thread, because: string): Decision {
  const { mail, facts, policy } = question
  const { ticket } = thread.target
  const life = step(ticket.status, 'customer-wrote')
  const brake = brakeOf(thread.target, question)
  const acts: Act[] = [
    {
      act: 'add-entry',
      direction: 'in',
      side: 'customer',
      audience: 'customer',
      verified: true,
      reply: null,
    },
    ...newParticipants(mail, facts, thread.target.circle, policy.participants),
    { act: 'move', ...life },
  ]
  if (brake) acts.push(...brake)
  else if (life.reopens && thread.target.recent.reopenings + 1 >= policy.reopenings.count) {
    acts.push({ act: 'bundle' })
  } else if (life.reopens) {
    const silence = whyUnanswerable(mail, facts)
    const limit = silence ? null : whyTooManyConfirmations(facts, policy)
    acts.push({ act: 'tell', happening: 'reopened', silence: silence ?? limit })
    acts.push(...stopNotice(question, limit))
  } else acts.push(tell('customer-replied'))
  return {
    outcome: life.reopens ? 'reopened' : 'replied',
    reason: because,
    ticket: ticket.number,
    acts,
  }
}

/** For the support side only: no change of state, no relay to a customer, no answer. */
function bystanderWrote(
  question: Question,
  { target, permission }: Thread,
  side: 'other' | 'unverified',
): Decision {
  return {
    outcome: 'replied',
    reason: permission.because,
    ticket: target.ticket.number,
    acts: [
      {
        act: 'add-entry',
        direction: 'in',
        side,
        audience: 'support',
        verified: side === 'other',
        reply: null,
      },
      ...(brakeOf(target, question) ?? [
        tell(side === 'other' ? 'other-user-wrote' : 'unverified-wrote'),
      ]),
    ],
  }
}
