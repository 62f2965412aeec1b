import { domainOf } from '../account/mail-domains.ts'
import { domainWait, isAboutDomain } from './backoff.ts'
import type { Moment } from './sending.ts'
import type { Answer } from './smtp.ts'

/**
 * Which domains put our mails off. Forgotten at the end of the process: asking
 * again costs one mail.
 */
export interface Domains {
  /** Until when mails to this address wait, in milliseconds since 1970; null: they need not. */
  waitsUntil(recipient: string, now: number): number | null
  /**
   * Learns from the answer to a mail. Gives until when all others wait from now on;
   * null: they need not.
   */
  answered(recipient: string, answer: Answer, at: Moment & { giveUpAfter: number }): number | null
}

export function createDomains(): Domains {
  // Only those in trouble are here: usually none.
  const troubled = new Map<string, { failures: number; until: number }>()
  return {
    waitsUntil(recipient, now) {
      if (troubled.size === 0) return null
      const until = troubled.get(domainOf(recipient))?.until ?? 0
      return until > now ? until : null
    },
    answered(recipient, answer, { now, random, giveUpAfter }) {
      if (answer.taken && troubled.size === 0) return null
      const domain = domainOf(recipient)
      // Nobody knows what a connection that broke says of the domain.
      if (!answer.taken && answer.trouble.code === null) return null
      if (answer.taken || !isAboutDomain(answer.trouble)) {
        troubled.delete(domain)
        return null
      }
      const { failures = 0, until = 0 } = troubled.get(domain) ?? {}
      // Mails that were on their way at the same time fail as one.
      if (until > now) return null
      const wait = domainWait(failures + 1, giveUpAfter, random)
      troubled.set(domain, { failures: failures + 1, until: now + wait })
      return wait === 0 ? null : now + wait
    },
  }
}
