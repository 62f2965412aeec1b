import type { Config } from '../../config/schema.ts'
import type { Facts, Sender } from '../../decision/facts.ts'
import { addressesOf } from '../../message/addresses.ts'
import { partsOfForward } from '../../message/forwarded.ts'
import type { Forwarded, Mail } from '../../message/mail.ts'
import { withoutExtension } from '../../message/plus-address.ts'
import type { Person } from '../../ticket/ticket.ts'

/**
 * The customer's mail that an agent passes on: who wrote it, and its words. Null for anybody else's
 * forward, and for one of a mail of our own people.
 */
export async function gatherForward(
  config: Config,
  mail: Mail,
  sender: Sender,
  senderOf: (from: Person) => Promise<Sender>,
): Promise<Facts['forward']> {
  const written = mail.forwarded?.from
  if (!written || sender.agentOf.length === 0) return null
  const [from] = addressesOf([Buffer.from(written).toString('latin1')])
  if (!from || from.address === sender.address) return null
  const own = config.mailboxes.flatMap((mailbox) => [mailbox.address, ...mailbox.groups])
  if (own.includes(withoutExtension(from.address))) return null
  const original = await senderOf(from)
  if (original.agentOf.length > 0) return null
  return { original, ...saidIn(mail, mail.forwarded) }
}

/** What the agent wrote, and what is passed on: a mail that is attached speaks for itself. */
function saidIn(mail: Mail, forwarded: Forwarded | null) {
  const attached = forwarded?.text
  if (attached !== undefined) {
    const subject = forwarded?.subject ?? mail.subject
    return { comment: mail.reply.trim(), subject, words: attached }
  }
  const subject = mail.subject.trim() === '' ? (forwarded?.subject ?? '') : mail.subject
  const parts = partsOfForward(mail.text) ?? { comment: mail.reply.trim(), words: '' }
  return { ...parts, subject }
}
