import type { AskedMail } from '../../store/outbox-asked.ts'
import { counted, showText } from '../show.ts'

/** How many mails wait for the word of a person. */
export function askedSentence(count: number): string {
  const wait = count === 1 ? 'waits' : 'wait'
  return `${counted(count, 'mail')} may have arrived or not, and ${wait} until you say what to do.`
}

/** What may be said of each. */
export const HOW_TO_DECIDE =
  'Say of each what to do: ticketd outbox arrived ID (it came), retry ID (send it again), cancel ID (leave it)'

/** The same, with where they are seen. */
export function askedLine(count: number): string {
  return `${askedSentence(count)} ticketd outbox list --asked`
}

/** One of them, with what may be said of it. */
export function askedMailLine({ id, to, template }: AskedMail): string {
  return `The mail to ${showText(to)} (${template}) may have arrived or not: ticketd outbox arrived|retry|cancel ${id}`
}
