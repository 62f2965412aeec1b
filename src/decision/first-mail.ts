import { mayOpenCase } from '../access/referral.ts'
import { type Account, supportSideFor } from '../account/account.ts'
import type { Mail } from '../message/mail.ts'
import type { ReadCase } from '../ticket/case-fields.ts'
import { addressedMailbox, otherDepartments } from './addressed.ts'
import { whyTooManyAnswers, whyTooManyConfirmations, whyUnanswerable } from './answerable.ts'
import { accountNamed, placeOf, statedCase, writtenCase } from './case.ts'
import type { Act, Decision } from './decision.ts'
import { type Facts, personOf, type Sender } from './facts.ts'
import { newParticipants } from './participants.ts'
import { isDisabled } from './permission.ts'
import type { Question } from './question.ts'
import { type Speaker, speakerFor, speakersOf } from './speaker.ts'
import { stopNotice } from './stop.ts'

/** A mail of no ticket yet: who sends it, to which department. The last rule: it always answers. */
export function isFirstMail(question: Question): Decision {
  const { facts, policy } = question
  const read = writtenCase(question)
  if (facts.forward) return openedFor(question, facts.forward, read)
  if (isDisabled(facts.sender) && !facts.release) return heldAsDisabled()
  const known = knownAs(facts.sender, accountNamed(question, read))
  if (known) return opened(question, read, known.speaker, known.because)
  if (facts.release) return opened(question, read, null, `released by ${facts.release.by}`)
  const pending = pendingAccount(facts.sender)
  if (pending) {
    // The welcome mail has said what to do next: no second answer.
    const reason = `${pending.accountId} is not active yet`
    return { outcome: 'held', reason, ticket: null, acts: [] }
  }
  if (policy.unknownSenders === 'open') {
    const because = 'the desk is open to unknown addresses'
    return withoutAnswer(opened(question, read, null, because), whyGuessed(facts))
  }
  return heldForRegistration(question)
}

function opened(
  question: Question,
  read: ReadCase,
  speaker: Speaker | null,
  because: string,
): Decision {
  const { mail, facts, policy, threading } = question
  const account = speaker?.account ?? null
  const place = placeOf(question, read)
  const requester = requesterOf(mail, facts)
  const silence = whyUnanswerable(mail, facts, requester.address)
  const limit = silence ? null : whyTooManyConfirmations(facts, policy)
  const acts: Act[] = [
    {
      act: 'open',
      department: place.department,
      mailbox: place.name,
      accountId: account?.id ?? null,
      requester: { ...requester, contactId: facts.sender.contact?.id ?? null },
      supportSide: supportSideFor(account, facts.at),
      locale: facts.sender.contact?.locale ?? account?.locale ?? null,
      caller: speaker && mayOpenCase(speaker.account, speaker.authorised, facts.at).caller,
      stated: statedCase(question, read, speaker, place.department),
    },
    {
      act: 'add-entry',
      direction: 'in',
      side: 'customer',
      audience: 'customer',
      verified: true,
      reply: null,
    },
    ...newParticipants(mail, facts, null, policy.participants),
    { act: 'tell', happening: 'opened', silence: silence ?? limit },
    ...stopNotice(question, limit),
  ]
  const others = otherDepartments(mail, facts, addressedMailbox(mail, facts))
  // What a partner answers is no matter of the vendor's departments.
  const answersHere = supportSideFor(account, facts.at) === 'desk'
  if (answersHere && others.some((department) => department !== place.department)) {
    acts.push({ act: 'tell', happening: 'cross-posted', silence: null })
  }
  if (threading.mentions !== null) {
    acts.push({ act: 'record', event: 'mentions', data: { ticket: threading.mentions } })
  }
  if (facts.sameIdAs !== null) {
    acts.push({ act: 'record', event: 'same-message-id', data: { mail: facts.sameIdAs } })
  }
  return { outcome: 'opened', reason: because, ticket: null, acts }
}

/**
 * An agent passes a customer's mail on: the ticket is the customer's, known or not, as if the mail
 * had come from there. The agent vouches for it; whom the agent wrote to besides has no part in it.
 */
function openedFor(
  question: Question,
  forward: NonNullable<Facts['forward']>,
  read: ReadCase,
): Decision {
  const { facts, mail } = question
  const { original, comment } = forward
  const agent = personOf(facts.sender)
  const asSent = {
    ...question,
    mail: { ...mail, replyTo: [] },
    facts: { ...facts, sender: original },
  }
  const because = `${agent.address} forwarded a mail of ${original.address}`
  const known = knownAs(original, read.fields.account ?? null)
  const decision = opened(asSent, read, known?.speaker ?? null, because)
  const [open, ...rest] = decision.acts.filter((act) => act.act !== 'add-participant')
  const noted: Act[] = [
    { act: 'record', event: 'forwarded', data: { by: agent.address, from: original.address } },
    { act: 'comment', by: agent, text: comment },
  ]
  return { ...decision, acts: [...(open ? [open] : []), ...noted, ...rest] }
}

/**
 * Whom the answers go to: the writer. A Reply-To is followed only for an unknown writer of an open
 * desk, whose mail may come from a web form; for anybody else it could lead answers astray.
 */
function requesterOf(mail: Mail, { sender }: Facts) {
  const [other, ...more] = mail.replyTo
  const unknown = !sender.contact && sender.agentOf.length === 0 && sender.supports.length === 0
  return unknown && other && more.length === 0 ? { ...other } : personOf(sender)
}

/** An answer to a number that is none would tell an unknown writer which numbers are some. */
function whyGuessed({ evidence, refused }: Facts): string | null {
  return evidence.length > 0 || refused.length > 0 ? 'it names a ticket that is not there' : null
}

/** People are told of the ticket all the same: only its writer is not answered by a machine. */
function withoutAnswer(decision: Decision, silence: string | null): Decision {
  if (silence === null) return decision
  const acts = decision.acts.map((act) =>
    act.act === 'tell' && act.happening === 'opened' ? { ...act, silence } : act,
  )
  return { ...decision, acts }
}

/** Kept until the address becomes known; the writer is told how to register, once a day. */
function heldForRegistration(question: Question): Decision {
  const { mail, facts, policy } = question
  const silence =
    whyGuessed(facts) ??
    whyUnanswerable(mail, facts) ??
    (facts.answers.registrationToday > 0 ? 'told today already' : null)
  const limit = silence ? null : whyTooManyAnswers(facts, policy)
  const why = silence ?? limit
  return {
    outcome: 'held',
    reason: `unknown address${why ? `; not answered: ${why}` : ''}`,
    ticket: null,
    acts: why
      ? stopNotice(question, limit)
      : [{ act: 'tell', happening: 'registration-needed', silence: null }],
  }
}

/** An answer would be kept back. */
function heldAsDisabled(): Decision {
  return { outcome: 'held', reason: 'the writer was disabled', ticket: null, acts: [] }
}

/** For whom this sender writes, and how we know. */
function knownAs(
  sender: Sender,
  named: string | null,
): { speaker: Speaker | null; because: string } | null {
  const speaker = speakerFor(sender, named)
  if (speaker !== null && speaker !== 'several' && speaker.as === 'contact') {
    return { speaker, because: `a contact of ${speaker.account.accountId} wrote` }
  }
  if (sender.agentOf.length > 0) return { speaker: null, because: 'an agent wrote' }
  if (speaker === null) return null
  if (speaker === 'several') {
    const count = speakersOf(sender).length
    return { speaker: null, because: `a support contact of ${count} accounts wrote` }
  }
  const who = speaker.as === 'support contact' ? 'a support contact' : 'somebody'
  return { speaker, because: `${who} of ${speaker.account.accountId} wrote` }
}

/** The account that waits for its contact's confirmation before anything of it counts. */
function pendingAccount({ contact, memberships }: Sender): Account | undefined {
  if (!contact?.active) return undefined
  return memberships.find((m) => m.account.state === 'pending')?.account
}
