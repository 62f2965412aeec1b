import type { Mail } from '../message/mail.ts'
import { isOfSeveralAccounts, namesTheAccount } from './account-asked.ts'
import { isBounce } from './bounce.ts'
import { isConversation } from './conversation.ts'
import type { Asked, Decision, Tried } from './decision.ts'
import { isAboutDetails, withInvitation } from './details.ts'
import { isEntitled } from './entitlement.ts'
import type { Facts } from './facts.ts'
import { isFirstMail } from './first-mail.ts'
import { isAboutWaiting } from './matter.ts'
import type { Policy, Question, Rule } from './question.ts'
import { isReferred } from './referral.ts'
import { isRegistration } from './registration.ts'
import { isAutomatic, isBlocked, isDuplicate, isOurOwn, isSuspicious } from './rules.ts'
import { isUnproven, streakAfter } from './sender.ts'
import { withSignOfLife } from './sign-of-life.ts'
import type { Streak } from './streak.ts'
import { suppliesWhatWaits } from './supplied.ts'
import { threadOf } from './thread.ts'
import { asksForCaseForm, asksForTickets } from './wishes.ts'

/** The order of all judgements. The first rule that answers decides. */
const RULES: [name: string, rule: Rule][] = [
  ['blocked', isBlocked],
  ['our own', isOurOwn],
  ['duplicate', isDuplicate],
  ['bounce', isBounce],
  ['automatic', isAutomatic],
  ['suspicious', isSuspicious],
  ['sender', isUnproven],
  ['registration', isRegistration],
  ['details', isAboutDetails],
  ['what waits', isAboutWaiting],
  ['what was asked', suppliesWhatWaits],
  ['account named', namesTheAccount],
  ['my tickets', asksForTickets],
  ['conversation', isConversation],
  ['referral', isReferred],
  ['case form', asksForCaseForm],
  ['account', isOfSeveralAccounts],
  ['entitlement', isEntitled],
  ['first mail', isFirstMail],
]

export interface Judgement {
  decision: Decision
  asked: Asked[]
  tried: Tried[]
  /** What the next mail of the mailbox is judged with. */
  streak: Streak
}

/** Decides what to do with a mail. Pure: the same mail and facts give the same judgement. */
export function decide(mail: Mail, facts: Facts, policy: Policy): Judgement {
  const authenticated = facts.authentication.verdict === 'pass'
  const threading = threadOf(mail.subject, facts.sender, facts.evidence, policy, authenticated)
  const question: Question = { mail, facts, policy, threading }
  const asked: Asked[] = []
  for (const [name, rule] of RULES) {
    const decision = rule(question)
    asked.push({ rule: name, answer: decision?.reason ?? null })
    if (!decision) continue
    return {
      decision: withInvitation(withSignOfLife(decision, question), question),
      asked,
      tried: [...threading.tried, ...facts.refused],
      streak: streakAfter(question, asked),
    }
  }
  throw new Error('The last rule answers every mail.')
}
