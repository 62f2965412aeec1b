import type { Tried } from '../../decision/decision.ts'
import type { Evidence, TicketFacts } from '../../decision/facts.ts'
import type { Mail } from '../../message/mail.ts'
import { type OwnId, readOwnMessageId } from '../../message/own-ids.ts'
import { readPlusAddress } from '../../message/plus-address.ts'
import { tagsIn } from '../../message/subject.ts'
import type { Reader } from '../../store/database.ts'
import { ticketsOfMessageIds } from '../../store/ledger-look-up.ts'
import { recipientsOfSeqs, ticketsOfServerIds } from '../../store/sent.ts'
import type { Signatures } from '../signatures.ts'

export interface EvidenceSource {
  reader: Reader
  signatures: Signatures
  /** The word of our tags. */
  word: string
  /** Of our Message-IDs. */
  domain: string
  /** Our addresses behind which extensions are delivered too. */
  plusAddresses: string[]
}

/** Something that points at a ticket, before the ticket was looked up. */
type Pointer = Omit<Evidence, 'target'>

/**
 * Everything in a mail that points at a ticket, in the order in which it counts, and what looked
 * like it and is none. `lookUp` gives what is known of a ticket, null when there is none.
 */
export async function gatherEvidence(
  mail: Mail,
  source: EvidenceSource,
  lookUp: (number: number) => Promise<TicketFacts | null>,
): Promise<{ evidence: Evidence[]; refused: Tried[] }> {
  const refused: Tried[] = []
  const pointers: Pointer[] = tagsIn(mail.subject, source.word).own.flatMap((tag): Pointer[] =>
    tag.kind === 'ticket'
      ? [
          {
            kind: 'tag',
            shown: `[${source.word}#${tag.number}]`,
            number: tag.number,
            signedFor: null,
          },
        ]
      : [],
  )
  const signed = await signedPointers(mail, source)
  for (const { pointer, made } of signed) {
    if (made) pointers.push(pointer)
    else {
      const { kind, shown, number } = pointer
      refused.push({ kind, shown, ticket: number, verdict: 'refused: we did not sign it' })
    }
  }
  pointers.push(...(await foreignPointers(mail, source)))

  const evidence: Evidence[] = []
  for (const pointer of pointers) evidence.push(await followed(pointer, lookUp))
  return { evidence, refused }
}

/**
 * A pointer with what is known of its ticket. One that became part of another answers under both
 * numbers.
 */
export async function followed(
  pointer: Pointer,
  lookUp: (number: number) => Promise<TicketFacts | null>,
): Promise<Evidence> {
  const target = await lookUp(pointer.number)
  return { ...pointer, number: target?.ticket.number ?? pointer.number, target }
}

/** Plus-addresses and Message-IDs of our own, each with whether its signature is ours. */
async function signedPointers(
  mail: Mail,
  source: EvidenceSource,
): Promise<{ pointer: Pointer; made: boolean }[]> {
  const found: { kind: 'plus' | 'reference'; shown: string; id: OwnId & { kind: 'ticket' } }[] = []
  const written = [...mail.to, ...mail.cc].map((a) => a.address).concat(mail.deliveredTo)
  for (const shown of new Set(written)) {
    for (const own of source.plusAddresses) {
      const token = readPlusAddress(shown, own)
      if (token) found.push({ kind: 'plus', shown, id: { kind: 'ticket', ...token } })
    }
  }
  for (const shown of mail.references) {
    const id = readOwnMessageId(shown, source.domain)
    if (id?.kind === 'ticket') found.push({ kind: 'reference', shown, id })
  }
  const pointers: { pointer: Pointer; made: boolean }[] = []
  for (const ticket of new Set(found.map((f) => f.id.ticket))) {
    const ours = found.filter((f) => f.id.ticket === ticket)
    const seqs = ours.map((f) => f.id.seq).filter((seq) => seq > 0)
    const sentTo = await recipientsOfSeqs(source.reader, ticket, seqs)
    for (const { kind, shown, id } of ours) {
      const recipient = id.seq === 0 ? '' : sentTo.get(id.seq)?.recipient
      const made = recipient !== undefined && source.signatures.made(id, recipient)
      pointers.push({
        pointer: { kind, shown, number: ticket, signedFor: made ? recipient : null },
        made,
      })
    }
  }
  return pointers
}

/**
 * Message-IDs of others: mails that we were sent, and ids that an SMTP server put in place of ours.
 */
async function foreignPointers(mail: Mail, source: EvidenceSource): Promise<Pointer[]> {
  const foreign = mail.references.filter((id) => !readOwnMessageId(id, source.domain))
  const received = await ticketsOfMessageIds(source.reader, foreign)
  const replaced = await ticketsOfServerIds(source.reader, foreign)
  return [
    ...received.map((r): Pointer => {
      return { kind: 'reference', shown: r.messageId, number: r.ticket, signedFor: null }
    }),
    ...replaced.map((r): Pointer => {
      return { kind: 'reference', shown: r.messageId, number: r.ticket, signedFor: r.recipient }
    }),
  ]
}
