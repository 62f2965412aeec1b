import { addressesOf } from './addresses.ts'
import { readDate } from './date.ts'
import { first, firstText, type Headers } from './headers.ts'
import type { Mail } from './mail.ts'
import { messageIdOf, referencesOf } from './message-ids.ts'

/** What the head says about who wrote what to whom. */
export type Head = Pick<
  Mail,
  | 'messageId'
  | 'references'
  | 'subject'
  | 'from'
  | 'fromCount'
  | 'sender'
  | 'replyTo'
  | 'to'
  | 'cc'
  | 'deliveredTo'
  | 'date'
>

/** More than any program shows; the rest stays in the raw mail. */
export const longestSubject = 2000

/** Reads a head; what is repeated against the rules counts the first time. */
export function headOf(headers: Headers): Head {
  const from = addressesOf(headers.get('from'))
  return {
    messageId: messageIdOf(first(headers, 'message-id')),
    references: referencesOf(headers.get('references'), headers.get('in-reply-to')),
    subject: (firstText(headers, 'subject') ?? '').slice(0, longestSubject),
    from: from[0] ?? null,
    fromCount: from.length,
    sender: addressesOf(headers.get('sender'))[0] ?? null,
    replyTo: addressesOf(headers.get('reply-to')),
    to: addressesOf(headers.get('to')),
    cc: addressesOf(headers.get('cc')),
    deliveredTo: deliveredTo(headers),
    date: readDate(first(headers, 'date')),
  }
}

function deliveredTo(headers: Headers): string[] {
  const names = ['delivered-to', 'x-original-to', 'envelope-to', 'x-envelope-to', 'x-delivered-to']
  const addresses = names.flatMap((name) => addressesOf(headers.get(name)))
  return [...new Set(addresses.map(({ address }) => address))]
}
