import { judge, type Verdict } from '../access/entitlement.ts'
import { whyTooManyAnswers, whyUnanswerable } from './answerable.ts'
import type { CaseAccess } from './case-access.ts'
import type { Act, Decision } from './decision.ts'
import { isFirstMail } from './first-mail.ts'
import type { Question } from './question.ts'
import { stopNotice } from './stop.ts'

/**
 * A first mail to a department that asks for something: what it rests on, or what it waits
 * for. Asked only where the desk itself would answer; a person's word, by releasing the mail,
 * stands for all of it.
 */
export function isEntitled(question: Question): Decision | null {
  const { facts, policy } = question
  const { access, release } = facts
  if (!access) return null
  const opening = isFirstMail(question)
  const open = opening.acts.find((act) => act.act === 'open')
  if (!open) return null
  const judged = judge(access.rule, access.claim, access.holding, policy.takeOnlyDeployment)
  const emergency = open.stated.priority === 'P1' && access.emergencies < policy.unentitledP1
  if (judged.verdict !== 'entitled' && !release && !emergency) {
    return waiting(question, access, judged)
  }
  const isLetIn = judged.verdict !== 'entitled' && !release
  const because = release
    ? `released by ${release.by}`
    : isLetIn
      ? `an emergency, though ${judged.because}`
      : judged.because
  const { account } = access.holding
  const entitle: Act = {
    act: 'entitle',
    accountId: account.id,
    payerId: access.payer.id,
    deploymentId: judged.deployment?.id ?? null,
    because,
    unentitled: isLetIn,
  }
  const named = judged.deployment && { deployment: judged.deployment.deploymentId }
  const stated = { ...open.stated, fields: { ...open.stated.fields, ...named } }
  const rest = opening.acts.filter((act) => act !== open)
  const reason = `${opening.reason}; ${because}`
  return { ...opening, reason, acts: [{ ...open, stated }, entitle, ...rest] }
}

/** Kept until what is missing is there, or known; its writer is told what that is. */
function waiting(question: Question, access: CaseAccess, { verdict, because }: Verdict): Decision {
  const { mail, facts, policy } = question
  const silence = whyUnanswerable(mail, facts)
  const limit = silence ? null : whyTooManyAnswers(facts, policy)
  const why = silence ?? limit
  const wait: Act = {
    act: 'await',
    accountId: access.holding.account.id,
    payerId: access.payer.id,
    department: access.rule.name,
    ...access.claim,
  }
  const happening = verdict === 'not-entitled' ? 'not-entitled' : 'deployment-asked'
  const answer: Act[] = why
    ? stopNotice(question, limit)
    : [{ act: 'tell', happening, silence: null }]
  return {
    outcome: 'held',
    reason: `${verdict}: ${because}${why ? `; not answered: ${why}` : ''}`,
    ticket: null,
    acts: [wait, ...answer],
  }
}
