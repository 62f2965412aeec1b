import { mayOpenCase } from '../access/referral.ts'
import { whyTooManyAnswers, whyUnanswerable } from './answerable.ts'
import { accountNamed, writtenCase } from './case.ts'
import type { Decision } from './decision.ts'
import type { Question } from './question.ts'
import { type Speaker, speakerFor } from './speaker.ts'
import { stopNotice } from './stop.ts'

/**
 * Who may not open a case here is told where to turn instead; the mail is kept and an agent may
 * make it a ticket. Whoever an agent answers for, by releasing or forwarding the mail, is served.
 */
export function isReferred(question: Question): Decision | null {
  const { facts, policy } = question
  if (facts.release || facts.forward || facts.sender.agentOf.length > 0) return null
  const speaker = speakerFor(facts.sender, accountNamed(question, writtenCase(question)))
  if (speaker === null || speaker === 'several') return null
  const judgement = mayOpenCase(speaker.account, speaker.authorised, facts.at)
  if (judgement.opens || policy.served.includes(judgement.caller)) return null
  const silence = silenceFor(question, speaker)
  const limit = silence ? null : whyTooManyAnswers(facts, policy)
  const why = silence ?? limit
  const { account } = speaker
  const { referral } = judgement
  return {
    outcome: 'referred',
    reason: `${speaker.as} of ${account.accountId}, referred as ${referral}${why ? `; not answered: ${why}` : ''}`,
    ticket: null,
    acts: why
      ? stopNotice(question, limit)
      : [{ act: 'tell', happening: `referred-${referral}`, silence: null, account }],
  }
}

function silenceFor({ mail, facts }: Question, speaker: Speaker): string | null {
  // A stranger of a known domain learns no more than any other which numbers are some.
  const guessed = facts.evidence.length > 0 || facts.refused.length > 0
  if (speaker.as === 'other user' && guessed) return 'it names a ticket that is not there'
  return whyUnanswerable(mail, facts)
}
