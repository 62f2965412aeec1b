import { whyTooManyAnswers, whyUnanswerable } from './answerable.ts'
import { writtenCase } from './case.ts'
import type { Act, Decision } from './decision.ts'
import { bringsFiles } from './files.ts'
import { type Wish, wishOf } from './phrases.ts'
import type { Question } from './question.ts'
import { stopNotice } from './stop.ts'

/** Who asks for the form may say so in a few words; a whole story is a case. */
const FEW_WORDS = 200

/**
 * A mail that says `my tickets` in its subject and nothing else is answered with them, at the
 * address that is registered.
 */
export function asksForTickets(question: Question): Decision | null {
  const { mail, facts } = question
  const wish = wishOf(mail.subject)
  if (wish?.wants !== 'tickets' || facts.release || !isKnown(question)) return null
  if (mail.reply.trim() !== '' || bringsFiles(mail)) return null
  const what = wish.number === null ? 'their tickets' : `ticket ${wish.number}`
  return answered(question, wish, `${facts.sender.address} asked for ${what}`, 'tickets-listed')
}

/** A mail with the subject `new case` gets the form to fill in; one that states a case is one. */
export function asksForCaseForm(question: Question): Decision | null {
  const { mail, facts } = question
  const wish = wishOf(mail.subject)
  if (wish?.wants !== 'case form' || facts.release || facts.matter || !isKnown(question))
    return null
  const { fields, refused } = writtenCase(question)
  const states = Object.keys(fields).length + refused.length > 0
  if (states || bringsFiles(mail)) return null
  if (mail.reply.trim().length > FEW_WORDS) return null
  return answered(question, wish, `${facts.sender.address} asked for the form`, 'case-form-asked')
}

/** Whom to answer is registered: an unknown address is told how to become so. */
function isKnown({ facts: { sender } }: Question): boolean {
  const supports = sender.supports.some(({ account }) => account.state === 'active')
  const member = sender.memberships.some(({ account }) => account.state === 'active')
  return (sender.contact?.active === true && member) || supports || sender.agentOf.length > 0
}

function answered(
  question: Question,
  wish: Wish,
  reason: string,
  happening: 'tickets-listed' | 'case-form-asked',
): Decision {
  const { mail, facts, policy } = question
  const silence = whyUnanswerable(mail, facts)
  const limit = silence ? null : whyTooManyAnswers(facts, policy)
  const why = silence ?? limit
  const answer: Act = { act: 'tell', happening, silence: null, wish }
  return {
    outcome: 'command',
    reason: why ? `${reason}; not answered: ${why}` : reason,
    ticket: null,
    acts: why ? stopNotice(question, limit) : [answer],
  }
}
