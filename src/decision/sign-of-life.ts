import type { Act, Decision, Outcome } from './decision.ts'
import type { Question } from './question.ts'

/** Outcomes of mails that somebody wrote: not of reports, machines, twins and what is refused. */
const WRITTEN: readonly Outcome[] = [
  'opened',
  'replied',
  'reopened',
  'account',
  'command',
  'referred',
  'held',
]

/**
 * A mail from an address that nothing is sent to any more is a sign of life: before anybody is
 * told, the address is sent to again. A forged one costs no more than a mail that comes back; and
 * where an address writes that cannot be written to, one sign a day is believed.
 */
export function withSignOfLife(decision: Decision, { mail, facts }: Question): Decision {
  const believed = facts.suppressed?.liftable && mail.fromCount === 1 && !mail.headers.spamMark
  if (!believed || !WRITTEN.includes(decision.outcome)) return decision
  const lifting: Act = { act: 'unsuppress', address: facts.sender.address }
  const first = decision.acts.findIndex((act) => act.act === 'tell')
  const at = first === -1 ? decision.acts.length : first
  return { ...decision, acts: decision.acts.toSpliced(at, 0, lifting) }
}
