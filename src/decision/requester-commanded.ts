import { mayCommand } from '../account/command-rights.ts'
import { commandsIn } from '../ticket/commands.ts'
import { step } from '../ticket/lifecycle.ts'
import { brakeOf, tell } from './brake.ts'
import type { Act, Decision } from './decision.ts'
import { bringsFiles } from './files.ts'
import { isRequester } from './permission.ts'
import type { Question } from './question.ts'
import type { Thread } from './thread.ts'

/**
 * The requester closes their own ticket by a line of its own; null: the mail does not ask
 * for that. What else looks like a command in a customer's mail is text, and any mail to a
 * closed ticket reopens it.
 */
export function isClosedByRequester(question: Question, { target }: Thread): Decision | null {
  const { mail, facts } = question
  const { ticket } = target
  if (facts.release || !isRequester(facts.sender, ticket)) return null
  const { commands, unknown, text } = commandsIn(mail)
  const meant = commands.every(({ name }) => mayCommand('requester', name))
  const names = commands.map(({ name }) => name)
  if (!meant || unknown.length > 0 || !names.includes('close') || names.includes('reopen')) {
    return null
  }
  const life = step(ticket.status, 'close')
  const says = text.trim() !== '' || bringsFiles(mail)
  const acts: Act[] = []
  if (says) {
    acts.push({
      act: 'add-entry',
      direction: 'in',
      side: 'customer',
      audience: 'customer',
      verified: true,
      reply: text,
    })
  }
  acts.push({ act: 'move', ...life })
  const brake = brakeOf(target, question)
  if (brake) acts.push(...brake)
  else if (life.closes) acts.push(tell('customer-closed'))
  else if (says) acts.push(tell('customer-replied'))
  return {
    outcome: says ? 'replied' : 'command',
    reason: `${facts.sender.address} closed their own ticket`,
    ticket: ticket.number,
    acts,
  }
}
