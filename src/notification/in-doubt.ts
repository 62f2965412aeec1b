import { withoutTags } from '../message/subject.ts'
import { oneLine } from '../message/unicode.ts'
import { harmless } from './plain.ts'

/**
 * Mails that may have arrived or not, and wait for a person, since the
 * administrators were told last.
 */
export interface InDoubtFacts {
  count: number
  /** The oldest of them. */
  mails: {
    /** Its number in the outbox, which commands name. */
    outboxId: number
    to: string
    subject: string
    ticket: number | null
    /** What is known of it. */
    because: string
  }[]
}

/**
 * Without the tags of tickets, where `tag` is the desk's: an answer to the alarm
 * is none to a ticket.
 */
export function inDoubtFields({ count, mails }: InDoubtFacts, tag: string) {
  return {
    count,
    several: count > 1,
    more: count - mails.length,
    first: mails[0]?.outboxId ?? null,
    mails: mails.map((mail) => ({
      ...mail,
      subject: harmless(withoutTags(mail.subject, tag), 100),
      because: oneLine(mail.because).slice(0, 300),
    })),
  }
}
