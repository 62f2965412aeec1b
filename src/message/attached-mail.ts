import { bodyOf } from './body.ts'
import { writerIn } from './forwarded.ts'
import { first, firstText, headersOf, splitHead } from './headers.ts'
import type { Forwarded } from './mail.ts'
import { readMime } from './mime.ts'
import type { RawAttachment } from './parts.ts'
import { baseSubject, saysForwarded } from './subject.ts'

/**
 * The text of a mail that is attached, as far as its first 256 kB hold it; null
 * unless it is the only one.
 */
export async function attachedTextOf(attachments: RawAttachment[]): Promise<string | null> {
  const bytes = onlyMailIn(attachments)
  return bytes && bodyOf((await readMime(bytes)).root).text
}

/**
 * "Forward as attachment": the only mail inside, where the subject says so, or nothing else is
 * said. Gmail leaves such a subject empty, and others put the inner one there without a prefix.
 */
export function forwardedAsAttachment(
  outer: { subject: string; reply: string },
  attachments: RawAttachment[],
  text: string | null,
): Forwarded | null {
  const bytes = onlyMailIn(attachments)
  if (!bytes || text === null) return null
  const headers = headersOf(splitHead(bytes).lines)
  const subject = firstText(headers, 'subject')
  const isForward =
    saysForwarded(outer.subject) ||
    outer.subject.trim() === '' ||
    outer.reply.trim() === '' ||
    baseSubject(outer.subject) === baseSubject(subject ?? '')
  if (!isForward) return null
  const from = firstText(headers, 'from')
  return {
    from: from === null ? null : writerIn(from),
    subject,
    date: first(headers, 'date'),
    text,
  }
}

function onlyMailIn(attachments: RawAttachment[]): Buffer | null {
  const mails = attachments.filter(({ type, bytes }) => type === 'message/rfc822' && bytes !== null)
  return mails.length === 1 ? (mails[0]?.bytes ?? null) : null
}
