import { createHash } from 'node:crypto'
import type { Mail } from './mail.ts'

/**
 * SHA-256 hex over what a mail says: id, From, Date, subject, texts and attachments. Trace headers,
 * encodings and boundaries are left out, so that one mail that came two ways has one fingerprint.
 */
export function fingerprintOf(
  mail: Pick<Mail, 'messageId' | 'from' | 'date' | 'subject' | 'text' | 'html' | 'attachments'>,
): string {
  const hash = createHash('sha256')
  const fields = [mail.messageId, mail.from?.address, mail.date, mail.subject, mail.text, mail.html]
  // The length in front of each field keeps two neighbours from reading as one.
  for (const field of fields) hash.update(`${field?.length ?? -1}:${field ?? ''}\n`)
  for (const attachment of mail.attachments) hash.update(`${attachment.sha256}\n`)
  return hash.digest('hex')
}
