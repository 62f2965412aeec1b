import type { Act } from '../decision/decision.ts'
import type { Facts } from '../decision/facts.ts'
import type { Mail } from '../message/mail.ts'
import type { Writer } from '../store/database.ts'
import { addEntry } from '../store/entries.ts'
import type { Letter } from './gather.ts'

/** A forwarded mail as if its writer had sent it here. */
export function seenAsSent<L extends Letter>(
  letter: L,
  facts: Facts,
  { original, subject, words }: NonNullable<Facts['forward']>,
): { letter: L; facts: Facts } {
  const mail: Mail = {
    ...letter.mail,
    subject,
    text: words,
    reply: words,
    folds: [],
    html: null,
    replyTo: [],
  }
  return { letter: { ...letter, mail }, facts: { ...facts, sender: original } }
}

/** Who forwarded the mail, as a note of the conversation, with what was written above it. */
export async function addComment(
  writer: Writer,
  ticket: number,
  { mail, ledgerId }: Letter,
  { by, text }: Extract<Act, { act: 'comment' }>,
  at: string,
): Promise<void> {
  const words = text || `(forwarded by ${by.address})`
  await addEntry(writer, {
    ticket,
    at,
    direction: 'note',
    audience: 'vendor',
    side: 'support',
    from: by,
    recipients: mail.to.map((a) => a.address),
    subject: mail.subject,
    verified: true,
    ledgerId,
    text: words,
    reply: words,
    html: null,
    folds: [],
    attachments: [],
  })
}
