import type { Mail } from '../message/mail.ts'
import { withoutExtension } from '../message/plus-address.ts'
import type { Command } from '../ticket/commands.ts'
import type { Circle } from '../ticket/ticket.ts'
import type { Refusal } from './commanded.ts'
import type { Act } from './decision.ts'
import type { Facts } from './facts.ts'
import type { Question } from './question.ts'

/**
 * Cc makes a participant only when our address stands in To or Cc: in Bcc it makes nobody one. Our
 * own addresses, groups, the support side and who is in already are none.
 */
export function newParticipants(
  mail: Mail,
  facts: Facts,
  circle: Circle | null,
  limit: number,
): Act[] {
  const addressed = [...mail.to, ...mail.cc]
  const own = ownAddresses(facts)
  if (!addressed.some((a) => own.has(a.address))) return []
  const present = new Set([
    facts.sender.address,
    ...own,
    ...(circle
      ? [circle.requester, ...circle.participants, ...circle.supportContacts, ...circle.agents].map(
          (p) => p.address,
        )
      : []),
  ])
  const room = limit - (circle?.participants.length ?? 0)
  const fresh = addressed.filter((a, i) => {
    const first = addressed.findIndex((b) => b.address === a.address) === i
    return first && a.address !== '' && !isPlusForm(a.address, own) && !present.has(a.address)
  })
  return fresh
    .slice(0, Math.max(0, room))
    .map((a) => ({ act: 'add-participant', person: { name: a.name, address: a.address } }))
}

/**
 * Whom the support side adds by `#add`: from now on they take part, with what they wrote unasked.
 * `refused`: commands that name an address of our own, or one too many.
 */
export function peopleAdded(
  commands: Command[],
  { facts, policy }: Question,
  { participants }: Circle,
): { acts: Act[]; refused: Refusal[] } {
  const own = ownAddresses(facts)
  const named = new Set(commands.flatMap((c) => (c.name === 'add' ? [c.address] : [])))
  const acts: Act[] = []
  const refused: Refusal[] = []
  let room = policy.participants - participants.length
  for (const address of named) {
    const isIn = participants.some((p) => p.address === address)
    if (isPlusForm(address, own) || (!isIn && room-- <= 0)) {
      refused.push({ line: `#add ${address}`, why: 'own-address', form: null })
    } else {
      acts.push({ act: 'add-participant', person: { name: '', address } })
      acts.push({ act: 'accept-entries', address })
    }
  }
  return { acts, refused }
}

function ownAddresses({ mailboxes, doors }: Facts): Set<string> {
  return new Set([...mailboxes.flatMap((m) => [m.address, ...m.groups]), ...(doors?.keys() ?? [])])
}

/** `support+anything@` is our own address too. */
function isPlusForm(address: string, own: Set<string>): boolean {
  return own.has(withoutExtension(address))
}
