import type { Config } from '../../config/schema.ts'
import type { Facts } from '../../decision/facts.ts'
import type { Mail } from '../../message/mail.ts'
import { readOwnMessageId } from '../../message/own-ids.ts'
import { readVerpAddress, type SentMail } from '../../message/verp.ts'
import type { Reader } from '../../store/database.ts'
import { recipientsOfSeqs, sentWithRow, ticketsOfServerIds } from '../../store/sent.ts'
import type { Signatures } from '../signatures.ts'

/**
 * The mail of ours that a delivery report is about. A report proves it by what only our
 * mail carried: our signed return path, our signed Message-ID, or the id that our own SMTP
 * server put in its place.
 */
export async function gatherBounced(
  reader: Reader,
  config: Config,
  signatures: Signatures,
  mail: Mail,
): Promise<Facts['bounced']> {
  const ids = [mail.bounce?.originalMessageId ?? null, ...mail.references].filter(
    (id) => id !== null,
  )
  return (
    (await byReturnPath(reader, config, signatures, mail)) ??
    (await byOwnId(reader, config, signatures, mail, ids)) ??
    (await byServerId(reader, ids))
  )
}

async function byReturnPath(
  reader: Reader,
  { mailboxes }: Config,
  signatures: Signatures,
  mail: Mail,
): Promise<Facts['bounced']> {
  const written = [...mail.to, ...mail.cc].map((a) => a.address).concat(mail.deliveredTo)
  for (const { address } of mailboxes.filter((m) => m.plusAddresses)) {
    for (const shown of written) {
      const token = readVerpAddress(shown, address)
      const sent = token && (await findSent(reader, token))
      if (sent && signatures.madeReturnPath(token, sent.recipient)) return sent
    }
  }
  return null
}

async function byOwnId(
  reader: Reader,
  { desk }: Config,
  signatures: Signatures,
  mail: Mail,
  ids: string[],
): Promise<Facts['bounced']> {
  for (const written of ids) {
    const id = readOwnMessageId(written, desk.domain)
    if (!id) continue
    if (id.kind === 'probe') {
      // A probe is in no outbox: it was to go to ourselves.
      const recipient = mail.bounce?.recipients[0]?.address ?? ''
      if (signatures.made(id)) return { outboxId: null, ticket: null, recipient }
      continue
    }
    const sent = await findSent(reader, id)
    if (sent && signatures.made(id, sent.recipient)) return sent
  }
  return null
}

async function byServerId(reader: Reader, ids: string[]): Promise<Facts['bounced']> {
  const [found] = await ticketsOfServerIds(reader, ids)
  if (!found) return null
  const { outboxId, ticket, recipient } = found
  return { outboxId, ticket, recipient }
}

async function findSent(
  reader: Reader,
  mail: SentMail,
): Promise<{ outboxId: number; ticket: number | null; recipient: string } | null> {
  if ('row' in mail) {
    const sent = await sentWithRow(reader, mail.row)
    return sent ? { ...sent, ticket: null } : null
  }
  const { ticket, seq } = mail
  const sent = (await recipientsOfSeqs(reader, ticket, [seq])).get(seq)
  return sent ? { ...sent, ticket } : null
}
