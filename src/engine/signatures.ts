import type { Keys } from '../credentials/keys.ts'
import type { OwnId } from '../message/own-ids.ts'
import type { SentMail, VerpToken } from '../message/verp.ts'

/** What the signatures of our Message-IDs cover, so that making and checking cannot drift apart. */
export interface Signatures {
  /** For a mail about a ticket; `recipient` is empty for the ticket's root id (seq 0). */
  ofTicketMail(ticket: number, seq: number, recipient: string): string
  /** For a mail of no ticket. */
  ofMail(row: number): string
  ofProbe(token: string): string
  /** For the signed tag of what is no ticket, in a mail to this recipient. */
  ofTag(id: string, recipient: string): string
  /**
   * For the return path of a mail: another one than that of its Message-ID, which its readers see.
   */
  ofReturnPath(mail: SentMail, recipient: string): string
  /**
   * True when we made this id; `recipient` is whom the mail with this ticket and seq was sent to.
   */
  made(id: OwnId, recipient?: string): boolean
  /** True when we made this tag, in a mail to this recipient. */
  madeTag(tag: { id: string; signature: string }, recipient: string): boolean
  /** True when we made this return path, for a mail to this recipient. */
  madeReturnPath(token: VerpToken, recipient: string): boolean
}

export function signaturesWith(keys: Keys): Signatures {
  const ticketMail = (ticket: number, seq: number, recipient: string) =>
    `ticket/${ticket}/${seq}/${recipient.toLowerCase()}`
  const returnPath = (mail: SentMail, recipient: string) =>
    `verp/${'row' in mail ? `mail/${mail.row}` : `${mail.ticket}/${mail.seq}`}/${recipient.toLowerCase()}`
  const sign = (data: string) => keys.sign('message-id', data)
  return {
    ofTicketMail: (ticket, seq, recipient) => sign(ticketMail(ticket, seq, recipient)),
    ofMail: (row) => sign(`mail/${row}`),
    ofTag: (id, recipient) => keys.sign('tag', `${id}/${recipient.toLowerCase()}`),
    madeTag: ({ id, signature }, recipient) =>
      keys.verify('tag', `${id}/${recipient.toLowerCase()}`, signature),
    ofProbe: (token) => sign(`probe/${token}`),
    ofReturnPath: (mail, recipient) => sign(returnPath(mail, recipient)),
    madeReturnPath: (token, recipient) =>
      keys.verify('message-id', returnPath(token, recipient), token.signature),
    made(id, recipient = '') {
      const data =
        id.kind === 'ticket'
          ? ticketMail(id.ticket, id.seq, recipient)
          : id.kind === 'mail'
            ? `mail/${id.row}`
            : `probe/${id.token}`
      return keys.verify('message-id', data, id.signature)
    },
  }
}
