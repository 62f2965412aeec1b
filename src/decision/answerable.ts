import type { Mail } from '../message/mail.ts'
import type { Facts } from './facts.ts'
import { isEverything } from './streak.ts'

export interface AnswerPolicy {
  answers: { hour: number; day: number }
  unknown: number
  confirmations: number
}

/**
 * Why this mail gets no automatic answer at this address; null when it may be answered. RFC 3834
 * section 2, and what keeps two desks from writing to each other.
 */
export function whyUnanswerable(
  mail: Mail,
  facts: Facts,
  address: string = facts.sender.address,
): string | null {
  const local = address.slice(0, address.lastIndexOf('@'))
  if (address === '') return 'the mail names no writer'
  if (mail.automatic) return `a machine wrote it: ${mail.automatic.because}`
  if (isNullPath(mail.headers.returnPath)) return 'its return path is empty'
  if (mail.headers.spamMark) return 'it is marked as spam'
  if (facts.authentication.verdict === 'fail' && !isEverything(facts.streak)) {
    return 'it may be forged'
  }
  if (NO_REPLY.test(local)) return `${address} does not read answers`
  if (facts.mailboxes.some((m) => m.address === address) || facts.doors?.has(address))
    return 'it comes from one of our addresses'
  if (mail.headers.viaList && !cameThroughOwnGroup(mail, facts)) return 'it came through a list'
  return null
}

/** Why a confirmation to this writer would be one too many. */
export function whyTooManyConfirmations(facts: Facts, policy: AnswerPolicy): string | null {
  if (!facts.sender.contact) return whyTooManyAnswers(facts, policy)
  return facts.answers.confirmationsToAddress >= policy.confirmations
    ? `${policy.confirmations} confirmations to this contact within the hour`
    : null
}

/** Why any other automatic answer to this writer would be one too many. */
export function whyTooManyAnswers(facts: Facts, policy: AnswerPolicy): string | null {
  const { toAddress, toUnknown } = facts.answers
  if (toAddress.hour >= policy.answers.hour) return `${policy.answers.hour} answers within the hour`
  if (toAddress.day >= policy.answers.day) return `${policy.answers.day} answers within the day`
  if (!facts.sender.contact && toUnknown >= policy.unknown) {
    return `${policy.unknown} answers to unknown addresses within the hour`
  }
  return null
}

const NO_REPLY =
  /^(no-?reply|no_reply|do-?not-?reply|donotreply|mailer-daemon|postmaster|bounces?)([+=._-].*)?$/i

/** `<>`, the path of what nobody wants an answer to (RFC 5321 section 4.5.5). */
function isNullPath(returnPath: string | null): boolean {
  return returnPath !== null && /^\s*<?\s*>?\s*$/.test(returnPath)
}

/** A group in front of the mailbox puts list headers on everybody's mail. */
function cameThroughOwnGroup(mail: Mail, facts: Facts): boolean {
  const addressed = [...mail.to, ...mail.cc].map((a) => a.address)
  return facts.mailbox.groups.some((group) => {
    const listId = group.replace('@', '.')
    return addressed.includes(group) || (mail.headers.listId ?? '').toLowerCase().includes(listId)
  })
}
