import { type Capacity, supportCapacity } from '../account/command-rights.ts'
import type { Mail } from '../message/mail.ts'
import { ownMailOnTop } from '../message/own-mail-on-top.ts'
import { type Command, commandsIn, type ReadCommands, written } from '../ticket/commands.ts'
import { type Move, step } from '../ticket/lifecycle.ts'
import type { Audience, Ticket } from '../ticket/ticket.ts'
import { whyTooManyAnswers, whyUnanswerable } from './answerable.ts'
import { brakeOf, tell } from './brake.ts'
import { type Change, TOLD_OF } from './change.ts'
import { belowQuoteOf, judgeCommands, misplacedOf, type Refusal, refusalOf } from './commanded.ts'
import type { Act, Decision } from './decision.ts'
import { type Facts, personOf, type TicketFacts } from './facts.ts'
import { bringsFiles } from './files.ts'
import { peopleAdded } from './participants.ts'
import type { Question } from './question.ts'
import { stopNotice } from './stop.ts'
import type { Thread } from './thread.ts'

/** A mail of the support side: what it tells the customer, and what its commands do. */
export function supportWrote(question: Question, thread: Thread): Decision {
  const { mail, facts, policy } = question
  const { ticket, circle } = thread.target
  const read = commandsIn(mail)
  const { commands, text } = read
  const giver = { person: personOf(facts.sender), capacity: capacityOf(facts, ticket) }
  // Of several tickets that a mail names, it was looked up for one.
  const named = facts.named?.ticket === ticket.number ? facts.named : null
  const judged = judgeCommands(commands, giver, { ticket, circle, named, policy })
  const about = mergedInto(judged.changes, facts) ?? thread.target
  const added = peopleAdded(commands, question, about.circle)
  const refusals = whatIsWrong(question, read, [...added.refused, ...judged.refusals])
  if (refusals.length > 0) return refusedCommands(question, ticket.number, refusals)

  const has = (name: Command['name']) => commands.some((command) => command.name === name)
  // Whoever notes nothing else means the picture.
  const isNotedPicture = has('note') && mail.attachments.length > 0
  const says = commands.length === 0 || text.trim() !== '' || bringsFiles(mail) || isNotedPicture
  // What is said to who helps further is not for the customer.
  const internal = has('note') || has('escalate')
  const told = says && !internal
  const brake = told ? brakeOf(about, question) : null
  const acts: Act[] = []
  const change = (which: (change: Change) => boolean) => {
    for (const one of judged.changes) if (which(one)) acts.push({ act: 'change', change: one })
  }
  const move = (what: Move) => {
    const life = step(about.ticket.status, what)
    acts.push({ act: 'move', ...life })
    return life
  }

  // What follows happens to the ticket that it became part of.
  change(({ what }) => what === 'merge')
  // Who is added gets this answer already.
  acts.push(...added.acts)
  change(({ what }) => what !== 'merge' && what !== 'escalate')
  if (says) {
    acts.push({
      act: 'add-entry',
      direction: internal ? 'note' : 'out',
      side: 'support',
      audience: internal ? noteAudience(facts, ticket) : 'customer',
      verified: true,
      reply: commands.length > 0 ? text : null,
    })
  }
  change(({ what }) => what === 'escalate')

  // An answer that closes at once never reopens what was closed.
  let reopens = told && !has('close') && move('support-wrote').reopens
  if (!told && has('reopen')) {
    reopens = move('reopen').reopens
    if (reopens) acts.push(tell('reopened'))
  }
  if (brake) acts.push(...brake)
  else if (has('plan')) acts.push(tell('plan-set'))
  else if (told && !has('close')) acts.push(tell('support-replied'))
  if (has('close')) {
    const { closes } = move('close')
    if (told && !brake && !has('plan')) acts.push(tell('answered-and-closed'))
    else if (closes) acts.push(tell('closed'))
  }
  if (says && has('note')) acts.push(tell('noted'))
  if (has('escalate') && ticket.supportSide === 'desk') acts.push(tell('escalated'))
  for (const { what } of judged.changes) {
    const happening = TOLD_OF[what]
    if (happening) acts.push(tell(happening))
  }
  if (has('help')) acts.push(...answer(question, 'command-help'))
  return {
    outcome: !told ? 'command' : reopens ? 'reopened' : 'replied',
    reason: doneBy(facts.sender.address, commands) ?? thread.permission.because,
    ticket: ticket.number,
    acts,
  }
}

/** Why nothing of the mail is done; `others` are refusals of its commands. Empty: it may be. */
function whatIsWrong(
  { mail, facts }: Question,
  { unknown, misplaced }: ReadCommands,
  others: readonly Refusal[],
): Refusal[] {
  // The mails of other desks begin with such a line too.
  const isDesk = facts.sender.supports.some(({ desk }) => desk)
  const onTop = isDesk ? null : answeredBelow(mail)
  if (onTop !== null) return [belowQuoteOf(onTop)]
  return [...unknown.map(refusalOf), ...misplaced.map(misplacedOf), ...others]
}

/**
 * The line of our own mail above which nothing is written, where that mail would be passed on with
 * the answer, or the answer lost with it; null: there is none. Files alone are an answer.
 */
function answeredBelow(mail: Mail): string | null {
  const line = ownMailOnTop(mail)
  if (line === null || mail.reply.includes(line)) return line
  return bringsFiles(mail) ? null : line
}

/** In which capacity the writer gives commands about a ticket whose support side they are on. */
export function capacityOf({ sender }: Pick<Facts, 'sender'>, ticket: Ticket): Capacity {
  return supportCapacity(sender.agentOf.includes(ticket.department), ticket.supportSide)
}

function mergedInto(changes: readonly Change[], { named }: Facts): TicketFacts | null {
  const merge = changes.find((change) => change.what === 'merge')
  const all = [...(named?.tickets.values() ?? [])]
  return all.find((one) => one?.ticket.number === merge?.into) ?? null
}

/** What the commands of a mail come to, the weightiest first; null without any. */
function doneBy(who: string, commands: Command[]): string | null {
  const names = commands.map((c) => c.name)
  if (names.length === 0) return null
  if (names.includes('close')) return `${who} closed it`
  if (names.includes('note')) return `a note by ${who}`
  const added = commands.flatMap((c) => (c.name === 'add' ? [c.address] : []))
  if (added.length === commands.length) return `${who} added ${added.join(', ')}`
  return `${who} wrote ${commands.map(written).join(', ').slice(0, 200)}`
}

/**
 * Nothing of a mail with a wrong command reaches the customer; its writer is shown the right form.
 */
function refusedCommands(question: Question, ticket: number, refusals: Refusal[]): Decision {
  const lines = refusals.map(({ line }) => line)
  const acts: Act[] = [
    { act: 'record', event: 'command-refused', data: { refusals } },
    ...answer(question, 'command-refused'),
  ]
  const reason = `not a command: ${lines.join(', ').slice(0, 200)}`
  return { outcome: 'command', reason, ticket, acts }
}

/** An automatic answer to the writer, where one may be given. */
function answer(question: Question, happening: 'command-refused' | 'command-help'): Act[] {
  const { mail, facts, policy } = question
  const silence = whyUnanswerable(mail, facts)
  const limit = silence ? null : whyTooManyAnswers(facts, policy)
  return [...(silence || limit ? [] : [tell(happening)]), ...stopNotice(question, limit)]
}

/** An agent's note stays with the vendor; a support contact's note stays with the support side. */
function noteAudience({ sender }: Facts, { department, supportSide }: Ticket): Audience {
  const { agentOf } = sender
  const isVendors = supportSide === 'desk' ? agentOf.length > 0 : agentOf.includes(department)
  return isVendors ? 'vendor' : 'support'
}
