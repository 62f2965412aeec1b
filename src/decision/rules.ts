import type { Decision } from './decision.ts'
import type { Question } from './question.ts'

/** Rules that settle a mail before anybody asks which ticket it belongs to. */

export function isBlocked({ facts }: Question): Decision | null {
  if (!facts.blocked) return null
  return { outcome: 'refused', reason: facts.blocked, ticket: null, acts: [] }
}

/** Our own mail that came back: by its signature or our loop header, never by its From. */
export function isOurOwn({ facts }: Question): Decision | null {
  if (!facts.own) return null
  const reason = facts.own.probe ? 'probe' : `our own mail: ${facts.own.because}`
  return { outcome: 'ignored', reason, ticket: null, acts: [] }
}

export function isDuplicate({ facts }: Question): Decision | null {
  const { duplicate } = facts
  // Whoever releases a mail has seen it: it is no longer judged by what lies beside it.
  if (!duplicate || facts.release) return null
  return {
    outcome: 'duplicate',
    reason: `${duplicate.because} as mail ${duplicate.of}`,
    ticket: null,
    duplicateOf: duplicate.of,
    acts: [],
  }
}

/**
 * A machine's mail changes nothing, except that a desk among the support contacts may answer so: not
 * by an absence or a receipt.
 */
export function isAutomatic({ mail, facts, threading }: Question): Decision | null {
  if (!mail.automatic || facts.release) return null
  const thread = threading.thread
  const desk = facts.sender.supports.some(
    (s) => s.desk && s.account.id === thread?.target.ticket.accountId,
  )
  const tagged = thread?.evidence.some((e) => e.kind === 'tag')
  const answers = mail.automatic.kind === 'generated' && thread?.permission.side === 'support'
  if (desk && tagged && answers) return null
  const ticket = thread?.permission.side ? thread.target.ticket.number : null
  return {
    outcome: 'automatic',
    reason: mail.automatic.because,
    ticket,
    acts:
      ticket === null
        ? []
        : [{ act: 'record', event: 'automatic-mail', data: { because: mail.automatic.because } }],
  }
}

/**
 * A mail has exactly one writer (RFC 5322 section 3.6.2, and ours: the signer is who is believed).
 */
export function isSuspicious({ mail, facts, threading }: Question): Decision | null {
  if (facts.release || mail.fromCount === 1) return null
  return {
    outcome: 'held',
    reason:
      mail.fromCount === 0
        ? 'the mail names no writer'
        : `the mail names ${mail.fromCount} writers`,
    ticket: threading.thread?.target.ticket.number ?? null,
    acts: threading.thread ? [{ act: 'tell', happening: 'held', silence: null }] : [],
  }
}
