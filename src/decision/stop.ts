import type { Act } from './decision.ts'
import type { Question } from './question.ts'

/**
 * What follows from a limit that was reached (`limit` says which; null: none): silence, and one
 * note a day to the administrators, for each writer, or for all unknown ones together.
 */
export function stopNotice({ facts, policy }: Question, limit: string | null): Act[] {
  if (limit === null) return []
  const { toAddress, stopped } = facts.answers
  const ownLimit =
    facts.sender.contact !== null ||
    toAddress.hour >= policy.answers.hour ||
    toAddress.day >= policy.answers.day
  if (ownLimit ? stopped.address : stopped.unknown) return []
  const address = ownLimit ? facts.sender.address : null
  return [
    { act: 'record', event: 'answers-stopped', data: { stopped: { address, because: limit } } },
    { act: 'tell', happening: 'answers-stopped', silence: null },
  ]
}
