import type { Asked, Decision } from './decision.ts'
import type { Facts, Sender } from './facts.ts'
import type { Policy, Question } from './question.ts'
import { isEverything, longer, NO_STREAK, type Streak } from './streak.ts'

/**
 * Somebody may write under the name of one whom this desk believes: such a mail waits for
 * a person. Not while every mail of the mailbox fails: then its mail host is
 * misconfigured, and nobody attacks.
 */
export function isUnproven(question: Question): Decision | null {
  const { facts, threading } = question
  const why = whyUnproven(question)
  if (why === null || facts.release || isEverything(facts.streak)) return null
  return {
    outcome: 'held',
    reason: why,
    ticket: threading.thread?.target.ticket.number ?? null,
    acts: threading.thread ? [{ act: 'tell', happening: 'held', silence: null }] : [],
  }
}

/**
 * Why the policy does not believe that this mail is from whom its From names; null when it does.
 */
function whyUnproven(question: Question): string | null {
  const { facts, policy } = question
  const { verdict, because } = facts.authentication
  const believed = opensDoors(question)
  if (policy.senderCheck === 'check' && verdict === 'fail' && believed) {
    return `it may be forged: ${because}`
  }
  const open = believed || policy.unknownSenders === 'open'
  // The signed tag was mailed to this very address: whoever has it has read that mail.
  const isProven = verdict === 'pass' || facts.registration?.kind === 'proof'
  if (policy.senderCheck === 'require' && !isProven && open) {
    return `its From is not proven: ${because}`
  }
  return null
}

/**
 * The streak of the mailbox after this mail: a proven one ends it, one that was
 * believed is no part.
 */
export function streakAfter(question: Question, asked: Asked[]): Streak {
  const { facts } = question
  if (facts.authentication.verdict === 'pass') return NO_STREAK
  const judged = asked.some(({ rule }) => rule === 'sender') && !facts.release
  if (!judged || whyUnproven(question) === null) return facts.streak
  return longer(facts.streak, facts.sender.address.slice(facts.sender.address.lastIndexOf('@') + 1))
}

/** Whether our own check can make a difference: its answer costs questions to the DNS. */
export function mattersWhoSigned(
  sender: Pick<Sender, 'agentOf' | 'supports'>,
  policy: Pick<Policy, 'senderCheck' | 'staffByFromAlone'>,
): boolean {
  const speaksForSupport = sender.agentOf.length > 0 || sender.supports.length > 0
  return policy.senderCheck === 'require' || (!policy.staffByFromAlone && speaksForSupport)
}

/** Whether the From address alone opens a door: to an account, a department, or this ticket. */
function opensDoors({ facts, threading }: Question): boolean {
  return isKnown(facts) || (threading.thread?.permission.side ?? null) !== null
}

function isKnown({ sender }: Facts): boolean {
  const { contact, agentOf, supports, domainOf } = sender
  return contact !== null || agentOf.length > 0 || supports.length > 0 || domainOf !== null
}
