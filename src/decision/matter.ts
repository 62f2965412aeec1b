import { commandsIn, HELD_COMMANDS } from '../ticket/commands.ts'
import { whyTooManyAnswers, whyUnanswerable } from './answerable.ts'
import type { Act, Decision } from './decision.ts'
import type { Matter } from './facts.ts'
import type { Question } from './question.ts'
import { stopNotice } from './stop.ts'

/**
 * An answer to a mail about what waits for a person: nothing of it reaches
 * anybody but its commands.
 */
export function isAboutWaiting(question: Question): Decision | null {
  const { mail, facts } = question
  const { matter } = facts
  if (!matter || !/^[MD]/.test(matter.id) || facts.release) return null
  const { commands, unknown } = commandsIn(mail, HELD_COMMANDS)
  const wrong = [...unknown]
  const acts: Act[] = []
  const done: string[] = []
  for (const command of commands) {
    if (command.name !== 'release' && command.name !== 'discard') continue
    const named =
      command.mails.length > 0 ? command.mails : matter.mail === null ? [] : [matter.mail]
    if (named.length === 0) wrong.push(`#${command.name}`)
    for (const id of named) {
      const waiting = matter.mails.find((one) => one.id === id)
      const refused = waiting ? waiting.refused : 'there is no such mail'
      if (!waiting || refused) wrong.push(`#${command.name} ${id}: ${refused}`)
      else {
        acts.push(
          command.name === 'release'
            ? {
                act: 'release',
                mail: id,
                ticket: waiting.ticket,
                again: waiting.outcome === 'quarantined',
              }
            : { act: 'discard', mail: id },
        )
        done.push(`${command.name} ${id}`)
      }
    }
  }
  if (wrong.length > 0 || done.length === 0) return refused(question, matter, wrong)
  const reason = `${facts.sender.address} decided about what waits: ${done.join(', ')}`
  return { outcome: 'command', reason, ticket: null, acts }
}

/** All or nothing: its writer is shown what was wrong, and the right form. */
function refused(question: Question, matter: Matter, lines: string[]): Decision {
  const { mail, facts, policy } = question
  const silence = whyUnanswerable(mail, facts)
  const limit = silence ? null : whyTooManyAnswers(facts, policy)
  const acts: Act[] = [
    { act: 'record', event: 'command-refused', data: { lines, matter: matter.id } },
  ]
  if (!silence && !limit)
    acts.push({ act: 'tell', happening: 'held-command-refused', silence: null })
  acts.push(...stopNotice(question, limit))
  const what = lines.length === 0 ? 'no command' : lines.join(', ').slice(0, 200)
  return { outcome: 'command', reason: `about what waits: ${what}`, ticket: null, acts }
}
