import type { Envelope } from './connection.ts'

/** An ENVELOPE (RFC 3501 section 7.4.2) as the library reads it, as far as we look at it. */
interface ReadEnvelope {
  date?: Date | string | undefined
  messageId?: string | undefined
  from?: { address?: string | undefined }[] | undefined
  subject?: string | undefined
}

/** What names a mail in a listing. */
export function envelopeOf(envelope: ReadEnvelope | undefined): Envelope {
  const written = new Date(envelope?.date ?? Number.NaN)
  return {
    date: Number.isNaN(written.getTime()) ? null : written.toISOString(),
    messageId: envelope?.messageId ?? null,
    from: envelope?.from?.[0]?.address?.toLowerCase() ?? null,
    subject: envelope?.subject ?? null,
  }
}

/**
 * An INTERNALDATE that cannot be read counts as of today: a mail must not be taken for an old one.
 */
export function internalDateOf(date: Date | string | undefined): string {
  const read = new Date(date ?? Number.NaN)
  return (Number.isNaN(read.getTime()) ? new Date() : read).toISOString()
}
