import { whyTooManyAnswers, whyUnanswerable } from './answerable.ts'
import type { Act, Decision, Outcome } from './decision.ts'
import type { Question } from './question.ts'
import { stopNotice } from './stop.ts'

/**
 * Whoever was added by somebody else answers who they are; any other words there
 * are a mail as usual.
 */
export function isAboutDetails(question: Question): Decision | null {
  const { mail, facts, policy, threading } = question
  const { contact, address } = facts.sender
  const answer = facts.details
  if (!answer || !contact?.active || facts.release || threading.thread) return null
  const silence = whyUnanswerable(mail, facts)
  const limit = silence ? null : whyTooManyAnswers(facts, policy)
  const { details, faults, synced } = answer
  const isRight = faults.length === 0 && !synced
  const acts: Act[] = isRight
    ? [{ act: 'confirm-details', contact: contact.id, details, silence: silence ?? limit }]
    : silence || limit
      ? []
      : [{ act: 'refuse-details', contact: contact.id, answer }]
  const wrong = faults.map(({ field, is }) => `${field} (${is})`)
  const because = isRight
    ? `${address} confirmed who they are`
    : `an answer about themselves that is wrong: ${[...wrong, ...(synced ? ['synced'] : [])].join(', ')}`
  return {
    outcome: 'account',
    reason: because,
    ticket: null,
    acts: [...acts, ...stopNotice(question, limit)],
  }
}

/** Outcomes of mails that somebody wrote and that were believed. */
const HEARD: readonly Outcome[] = ['opened', 'replied', 'reopened', 'command', 'referred']

/** The first mail of a person whom somebody else added: they are asked, once, who they are. */
export function withInvitation(decision: Decision, { mail, facts, policy }: Question): Decision {
  const { contact } = facts.sender
  if (contact?.invitation !== 'invited' || !contact.active) return decision
  if (!HEARD.includes(decision.outcome)) return decision
  if (whyUnanswerable(mail, facts) ?? whyTooManyAnswers(facts, policy)) return decision
  return { ...decision, acts: [...decision.acts, { act: 'ask-details', contact: contact.id }] }
}
