import { type Command, readCommands } from '../ticket/commands.ts'
import type { Happening } from '../ticket/happening.ts'
import { type Move, step } from '../ticket/lifecycle.ts'
import type { Audience } from '../ticket/ticket.ts'
import { whyTooManyAnswers, whyTooManyConfirmations, whyUnanswerable } from './answerable.ts'
import type { Act, Decision } from './decision.ts'
import { personOf, type TicketFacts } from './facts.ts'
import { newParticipants, peopleAdded } from './participants.ts'
import type { Question } from './question.ts'
import { stopNotice } from './stop.ts'
import type { Thread } from './thread.ts'

/** A mail with evidence of a ticket: what its writer may do there. */
export function isConversation(question: Question): Decision | null {
  const { facts, threading } = question
  const thread = threading.thread
  if (!thread) return null
  if (facts.release) return customerWrote(question, thread, `released by ${facts.release.by}`)
  switch (thread.permission.side) {
    case 'customer':
      return customerWrote(question, thread, thread.permission.because)
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

function supportWrote(question: Question, thread: Thread): Decision {
  const { mail, facts } = question
  const { ticket } = thread.target
  const { commands, unknown, text } = readCommands(mail.reply)
  const added = peopleAdded(commands, question, thread.target.circle)
  const wrong = [...unknown, ...added.refused]
  if (wrong.length > 0) return refusedCommand(question, ticket.number, wrong)

  const closing = commands.some((c) => c.name === 'close')
  const note = commands.some((c) => c.name === 'note')
  const says =
    commands.length === 0 || text.trim() !== '' || mail.attachments.some((a) => !a.inline)
  const brake = brakeOf(thread.target, question)
  // Who is added gets this answer already.
  const acts: Act[] = [...added.acts]

  if (says) {
    acts.push({
      act: 'add-entry',
      direction: note ? 'note' : 'out',
      side: 'support',
      audience: note ? noteAudience(question, thread) : 'customer',
      verified: true,
      reply: commands.length > 0 ? text : null,
    })
  }
  const move = (what: Move) => {
    const life = step(ticket.status, what)
    acts.push({ act: 'move', ...life })
    return life
  }
  let reopens = false
  if (says && !note) {
    // An answer that closes at once never reopens what was closed.
    if (!closing) reopens = move('support-wrote').reopens
    if (brake) acts.push(...brake)
    else if (!closing) acts.push(tell('support-replied'))
  }
  if (closing) {
    const { closes } = move('close')
    const answered = says && !note && !brake
    if (answered) acts.push(tell('answered-and-closed'))
    else if (closes) acts.push(tell('closed'))
  }
  const acted = !says || note
  return {
    outcome: acted ? 'command' : reopens ? 'reopened' : 'replied',
    reason: doneBy(facts.sender.address, commands) ?? thread.permission.because,
    ticket: ticket.number,
    acts,
  }
}

/** What the commands of a mail come to, the weightiest first; null without any. */
function doneBy(who: string, commands: Command[]): string | null {
  const names = commands.map((c) => c.name)
  if (names.includes('close')) return `${who} closed it`
  if (names.includes('note')) return `a note by ${who}`
  const added = commands.flatMap((c) => (c.name === 'add' ? [c.address] : []))
  return added.length > 0 ? `${who} added ${added.join(', ')}` : null
}

/** Nothing of a mail with a wrong command reaches the customer; its writer is shown the right form. */
function refusedCommand(question: Question, ticket: number, unknown: string[]): Decision {
  const { mail, facts, policy } = question
  const acts: Act[] = [{ act: 'record', event: 'command-refused', data: { lines: unknown } }]
  const silence = whyUnanswerable(mail, facts)
  const limit = silence ? null : whyTooManyAnswers(facts, policy)
  if (!silence && !limit) acts.push(tell('command-refused'))
  acts.push(...stopNotice(question, limit))
  return {
    outcome: 'command',
    reason: `not a command: ${unknown.join(', ').slice(0, 200)}`,
    ticket,
    acts,
  }
}

/** An agent's note stays with the vendor; a support contact's note stays with the support side. */
function noteAudience({ facts }: Question, { target }: Thread): Audience {
  return facts.sender.agentOf.includes(target.ticket.department) ? 'vendor' : 'support'
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

/** The brake on floods: the mail is stored, relayed to nobody, and agents are told once. */
function brakeOf({ recent }: TicketFacts, { policy, facts }: Question): Act[] | null {
  const tooMany = recent.mails + 1 >= policy.relays.count
  const tooSame = recent.same + 1 >= policy.relays.same
  if (!tooMany && !tooSame) return null
  const because = tooMany ? 'too many mails in a short time' : 'the same text again and again'
  const once: Act[] = recent.braked ? [] : [tell('relay-stopped')]
  return [
    {
      act: 'record',
      event: 'relay-stopped',
      data: { from: personOf(facts.sender).address, because },
    },
    ...once,
  ]
}

function tell(happening: Happening): Act {
  return { act: 'tell', happening, silence: null }
}
