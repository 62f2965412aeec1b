import type { Happening } from '../ticket/happening.ts'
import type { Act } from './decision.ts'
import { personOf, type TicketFacts } from './facts.ts'
import type { Question } from './question.ts'

/** The brake on floods: the mail is stored, relayed to nobody, and agents are told once. */
export function brakeOf({ recent }: TicketFacts, { policy, facts }: Question): Act[] | null {
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

export function tell(happening: Happening): Act {
  return { act: 'tell', happening, silence: null }
}
