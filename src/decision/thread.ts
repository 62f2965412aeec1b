import { baseSubject } from '../message/subject.ts'
import type { Tried } from './decision.ts'
import type { Evidence, Sender, TicketFacts } from './facts.ts'
import { type Permission, type PermissionPolicy, permissionOf } from './permission.ts'

/**
 * Which ticket a mail belongs to: the ticket, the evidence for it, and what the
 * writer may do there.
 */
export interface Thread {
  target: TicketFacts
  evidence: Evidence[]
  permission: Permission
}

export interface Threading {
  /** Null: no usable evidence of any ticket; this is a first mail. */
  thread: Thread | null
  /** A closed ticket that a mail from an address book points at: the new ticket names it. */
  mentions: number | null
  tried: Tried[]
}

/**
 * The tag is the contract with the writer: where tags and references disagree, the tag wins. Of
 * several tags those count that the writer may write to, of them the one that References
 * confirm, else the leftmost.
 */
export function threadOf(
  subject: string,
  sender: Sender,
  evidence: Evidence[],
  policy: PermissionPolicy,
  authenticated: boolean,
): Threading {
  const tried: Tried[] = []
  const note = (e: Evidence, verdict: string) =>
    tried.push({ kind: e.kind, shown: e.shown, ticket: e.number, verdict })

  const known = evidence.filter((e) => {
    if (!e.target) note(e, 'there is no such ticket')
    return e.target !== null
  })
  const released = known.filter((e) => e.kind === 'release')
  const tags = known.filter((e) => e.kind === 'tag')
  const plus = known.filter((e) => e.kind === 'plus')
  const references = known.filter((e) => e.kind === 'reference')

  if (released.length + tags.length + references.length === 0 && plus.length > 0) {
    const mention = addressBookMail(subject, plus[0])
    if (mention) {
      for (const e of plus)
        note(e, 'an old address on a new subject: a new ticket that names this one')
      return { thread: null, mentions: mention, tried }
    }
  }

  const leading = [released, tags, plus, references].find((kind) => kind.length > 0) ?? []
  const threads = numbersOf(leading).map((number) => {
    const about = known.filter((e) => e.number === number)
    const target = about[0]?.target as TicketFacts
    const permission = permissionOf(sender, about, target, policy, authenticated)
    return { target, evidence: about, permission }
  })
  const allowed = threads.filter((t) => t.permission.side !== null)
  const confirmed = allowed.find((t) => t.evidence.some((e) => e.kind === 'reference'))
  const thread = confirmed ?? allowed[0] ?? threads[0] ?? null

  for (const e of known) {
    if (!thread || e.number === thread.target.ticket.number) note(e, thread ? 'taken' : 'refused')
    else if (leading.includes(e)) {
      const refused = threads.find((t) => t.target.ticket.number === e.number)?.permission
      note(e, refused?.side === null ? `refused: ${refused.because}` : 'another tag came first')
    } else note(e, `refused: the ${leading[0]?.kind} counts more`)
  }
  return { thread, mentions: null, tried }
}

/** People keep reply addresses in address books: such a mail is no reply. */
function addressBookMail(subject: string, plus: Evidence | undefined): number | null {
  if (!plus?.target) return null
  const { ticket } = plus.target
  const sameSubject = baseSubject(subject).toLowerCase() === ticket.subject.toLowerCase()
  return ticket.status === 'closed' || !sameSubject ? ticket.number : null
}

function numbersOf(evidence: Evidence[]): number[] {
  return [...new Set(evidence.map((e) => e.number))]
}
