import { type Account, supportSideFor } from '../account/account.ts'
import type { Mail } from '../message/mail.ts'
import { withoutExtension } from '../message/plus-address.ts'
import { whyTooManyAnswers, whyTooManyConfirmations, whyUnanswerable } from './answerable.ts'
import type { Act, Decision } from './decision.ts'
import { type Facts, type OwnMailbox, personOf, type Sender } from './facts.ts'
import { newParticipants } from './participants.ts'
import type { Question } from './question.ts'
import { stopNotice } from './stop.ts'

/** A mail of no ticket yet: who sends it, to which department. The last rule: it always answers. */
export function isFirstMail(question: Question): Decision {
  const { facts, policy } = question
  if (facts.forward) return openedFor(question, facts.forward)
  const known = knownAs(facts.sender)
  if (known) return opened(question, known.account, known.because)
  if (facts.release) return opened(question, null, `released by ${facts.release.by}`)
  const pending = pendingAccount(facts.sender)
  if (pending) {
    // The welcome mail has said what to do next: no second answer.
    const reason = `${pending.accountId} is not active yet`
    return { outcome: 'held', reason, ticket: null, acts: [] }
  }
  if (policy.unknownSenders === 'open') {
    return opened(question, null, 'the desk is open to unknown addresses')
  }
  return heldForRegistration(question)
}

function opened(question: Question, account: Account | null, because: string): Decision {
  const { mail, facts, policy, threading } = question
  const place = addressedMailbox(mail, facts)
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
      supportSide: supportSideFor(account),
      locale: facts.sender.contact?.locale ?? account?.locale ?? null,
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
  if (otherDepartments(mail, facts, place).length > 0) {
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
 * An agent passes a customer's mail on: the ticket is the customer's, known or not, as if the mail had
 * come from there. The agent vouches for it; whom the agent wrote to besides has no part in it.
 */
function openedFor(question: Question, forward: NonNullable<Facts['forward']>): Decision {
  const { facts, mail } = question
  const { original, comment } = forward
  const agent = personOf(facts.sender)
  const asSent = {
    ...question,
    mail: { ...mail, replyTo: [] },
    facts: { ...facts, sender: original },
  }
  const because = `${agent.address} forwarded a mail of ${original.address}`
  const decision = opened(asSent, knownAs(original)?.account ?? null, because)
  const [open, ...rest] = decision.acts.filter((act) => act.act !== 'add-participant')
  const noted: Act[] = [
    { act: 'record', event: 'forwarded', data: { by: agent.address, from: original.address } },
    { act: 'comment', by: agent, text: comment },
  ]
  return { ...decision, acts: [...(open ? [open] : []), ...noted, ...rest] }
}

/**
 * Whom the answers go to: the writer. A Reply-To is followed only for an unknown writer of an open desk,
 * whose mail may come from a web form; for anybody else it could lead answers astray.
 */
function requesterOf(mail: Mail, { sender }: Facts) {
  const [other, ...more] = mail.replyTo
  const unknown = !sender.contact && sender.agentOf.length === 0 && sender.supports.length === 0
  return unknown && other && more.length === 0 ? { ...other } : personOf(sender)
}

/** Kept until the address becomes known; the writer is told how to register, once a day. */
function heldForRegistration(question: Question): Decision {
  const { mail, facts, policy } = question
  // An answer to a number that is none would tell which numbers are some.
  const guessed = facts.evidence.length > 0 || facts.refused.length > 0
  const silence =
    (guessed ? 'it names a ticket that is not there' : null) ??
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

/** The account that speaks through this sender, and how we know. */
function knownAs(sender: Sender): { account: Account | null; because: string } | null {
  const usable = (account: Account) => account.state === 'active'
  if (sender.contact?.active) {
    const home = sender.memberships.find((m) => m.account.id === sender.contact?.accountId)
    const account = (home ?? sender.memberships[0])?.account
    if (account && usable(account)) {
      return { account, because: `a contact of ${account.accountId} wrote` }
    }
  }
  if (sender.agentOf.length > 0) return { account: null, because: 'an agent wrote' }
  const supported = sender.supports.filter((s) => usable(s.account))
  if (supported.length === 1 && supported[0]) {
    const { account } = supported[0]
    return { account, because: `a support contact of ${account.accountId} wrote` }
  }
  if (supported.length > 1) {
    return { account: null, because: `a support contact of ${supported.length} accounts wrote` }
  }
  return null
}

/** The account that waits for its contact's confirmation before anything of it counts. */
function pendingAccount({ contact, memberships }: Sender): Account | undefined {
  if (!contact?.active) return undefined
  return memberships.find((m) => m.account.state === 'pending')?.account
}

/** The first of our addresses in To, then Cc; a mail that names none of them was in Bcc. */
export function addressedMailbox(mail: Mail, facts: Facts): OwnMailbox {
  return addressedMailboxes(mail, facts)[0] ?? facts.mailbox
}

/** The other departments that the same mail was written to. */
export function otherDepartments(mail: Mail, facts: Facts, place: OwnMailbox): string[] {
  const all = addressedMailboxes(mail, facts).map((m) => m.department)
  return [...new Set(all)].filter((department) => department !== place.department)
}

function addressedMailboxes(mail: Mail, facts: Facts): OwnMailbox[] {
  const addressed = [...mail.to, ...mail.cc].map((a) => withoutExtension(a.address))
  const found = addressed.flatMap((address) => facts.mailboxes.filter((m) => m.address === address))
  return [...new Set(found)]
}
