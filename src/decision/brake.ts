import type { Happening } from '../ticket/happening.ts'
import { whyTooManyAnswers, whyUnanswerable } from './answerable.ts'
import type { Act } from './decision.ts'
import { personOf, type TicketFacts } from './facts.ts'
import type { Question } from './question.ts'
import { stopNotice } from './stop.ts'

/**
 * The brake on floods: the mail is stored and relayed to nobody, and the support side and its
 * writer are told so once.
 */
export function brakeOf({ recent }: TicketFacts, question: Question): Act[] | null {
  const { policy, facts } = question
  const tooMany = recent.mails + 1 >= tooManyFor(question)
  const tooSame = recent.same + 1 >= policy.relays.same
  if (!tooMany && !tooSame) return null
  const because = tooMany ? 'too many mails in a short time' : 'the same text again and again'
  const once: Act[] = recent.braked ? [] : [tell('relay-stopped'), ...tellWriter(question)]
  return [
    {
      act: 'record',
      event: 'relay-stopped',
      data: { from: personOf(facts.sender).address, because },
    },
    ...once,
  ]
}

/**
 * Who answers an emergency writes as often as a machine does by mistake, so theirs is a limit of
 * its own: more than a person writes within the period, and what a loop has reached in a minute.
 */
function tooManyFor({ mail, policy, threading }: Question): number {
  const isPersonOfSupport = threading.thread?.permission.side === 'support' && !mail.automatic
  return isPersonOfSupport ? policy.relays.support : policy.relays.count
}

/**
 * Nobody believes to have answered who has not. A machine gets no more than any other answers of
 * ours; who may not know of the ticket, or only holds a mail that was passed on, gets none.
 */
function tellWriter(question: Question): Act[] {
  const { mail, facts, policy, threading } = question
  const side = threading.thread?.permission.side
  if (facts.release || side == null || side === 'unverified') return []
  const silence = whyUnanswerable(mail, facts)
  if (silence) return []
  const limit = whyTooManyAnswers(facts, policy)
  if (limit) return stopNotice(question, limit)
  return [tell(side === 'support' ? 'answer-not-passed-on' : 'words-not-passed-on')]
}

export function tell(happening: Happening): Act {
  return { act: 'tell', happening, silence: null }
}
