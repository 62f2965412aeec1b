import { oneLine } from '../message/unicode.ts'
import { harmless } from './plain.ts'

/** Mails that could not be read or decided, since the administrators were told last. */
export interface QuarantinedFacts {
  count: number
  /** The newest of them, newest first. */
  mails: {
    /** Its number in the ledger, which commands name. */
    ledgerId: number
    mailbox: string
    /** Null where nothing could be read of it, as the subject. */
    from: string | null
    subject: string | null
    /** The error. */
    because: string
  }[]
}

export function quarantinedFields({ count, mails }: QuarantinedFacts) {
  return {
    count,
    several: count > 1,
    more: count - mails.length,
    first: mails[0]?.ledgerId ?? null,
    mails: mails.map((mail) => ({
      ...mail,
      subject: mail.subject === null ? null : harmless(mail.subject, 100),
      because: oneLine(mail.because).slice(0, 300),
    })),
  }
}
