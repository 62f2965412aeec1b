import { whyTooManyAnswers, whyUnanswerable } from './answerable.ts'
import type { Act, Decision } from './decision.ts'
import { personOf, type RegistrationFacts } from './facts.ts'
import type { Question } from './question.ts'
import { stopNotice } from './stop.ts'

/** A company registers, accepts the terms, or proves the address of its contact. */
export function isRegistration(question: Question): Decision | null {
  const { facts, threading } = question
  const { registration, sender } = facts
  if (!registration || facts.release || threading.thread) return null
  if (registration.kind === 'over') {
    return account(`${sender.address} accepts terms for which nothing waits any more`, [])
  }
  if (registration.kind === 'proof') {
    const { accountId } = registration.account
    const act: Act = { act: 'activate', account: registration.account }
    return account(`${sender.address} proved to be the Decision Maker of ${accountId}`, [act])
  }
  const waits = whyItWaits(question)
  if (waits) return waits
  if (registration.kind === 'again') {
    const { accountId } = registration.account
    const act: Act = { act: 'welcome', account: registration.account, to: personOf(sender) }
    return account(`${sender.address} registers ${accountId} once more`, [act])
  }
  return ofForm(registration, sender.address)
}

/** A form that cannot be answered now waits for a person: nothing of it is lost. */
function whyItWaits(question: Question): Decision | null {
  const { mail, facts, policy } = question
  const silence = whyUnanswerable(mail, facts)
  const limit = silence ? null : whyTooManyAnswers(facts, policy)
  const why = silence ?? limit
  if (!why) return null
  const reason = `a registration that is not answered: ${why}`
  return { outcome: 'held', reason, ticket: null, acts: stopNotice(question, limit) }
}

function ofForm(
  { form, faults: all, terms, accepted }: Extract<RegistrationFacts, { kind: 'form' }>,
  writer: string,
): Decision {
  // Whose address it is hears of that, and nobody else: strangers must not learn who is known here.
  const secret = form.email === writer ? undefined : all.find(({ is }) => is === 'known-address')
  const faults = all.filter((fault) => fault !== secret)
  if (faults.length > 0) {
    const wrong = faults.map((fault) => `${fault.field} (${fault.is})`).join(', ')
    return account(`a registration that lacks: ${wrong}`, [{ act: 'ask-fields', form, faults }])
  }
  if (terms !== null && !accepted) {
    const reason = `the terms ${terms} are to be accepted first`
    return account(reason, [{ act: 'ask-terms', form }])
  }
  if (secret) {
    const reason = `${form.company} is not registered: ${form.email} is a contact already and is told; the writer is answered as ever`
    return account(reason, [{ act: 'refuse-quietly', form, fault: secret }])
  }
  return account(`${form.company} registers`, [{ act: 'register', form, terms }])
}

function account(reason: string, acts: Act[]): Decision {
  return { outcome: 'account', reason: reason.slice(0, 500), ticket: null, acts }
}
