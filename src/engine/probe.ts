import { randomBytes } from 'node:crypto'
import type { Mailbox } from '../config/schema.ts'
import { createTokens } from '../credentials/tokens.ts'
import { Failure } from '../errors.ts'
import { ownMessageId } from '../message/own-ids.ts'
import { makeMail } from '../outbox/mime.ts'
import { connectSmtp } from '../outbox/smtp.ts'
import type { Reader } from '../store/database.ts'
import { type ListedMail, listMails } from '../store/ledger-view.ts'
import type { Letter } from '../store/outbox.ts'
import { type Desk, instant } from './desk.ts'

/** A mail that the desk sent to itself, to see it arrive. */
export interface Probe {
  mailbox: string
  messageId: string
  subject: string
}

/** A probe is looked for among so many of the newest mails. */
const NEWEST = 200

/**
 * Sends a mail to an address of the mailbox by its SMTP server, signed as ours: whoever reads the
 * mailbox ignores it and notes that. Throws Failure when the server does not take it.
 */
export async function sendProbe(
  desk: Desk,
  mailbox: Mailbox,
  to: string = mailbox.address,
): Promise<Probe> {
  const letter = letterOf(desk, mailbox, to)
  const smtp = mailbox.smtp ?? desk.config.smtp
  const connection = await connectSmtp(smtp, createTokens(desk).tokenFor)
  try {
    const { maxBytes } = smtp
    const making = { domain: desk.config.desk.domain, maxBytes, attachmentFiles: async () => [] }
    const { bytes } = await makeMail(letter, making)
    const answer = await connection.send({ from: mailbox.address, to }, bytes)
    if (!answer.taken) {
      const said = `${smtp.host}:${smtp.port} does not take a mail from ${mailbox.address} to ${to}: ${answer.trouble.words}`
      throw new Failure('probe', said, {
        advice: 'Let its user send as this address, or configure an SMTP server that does.',
      })
    }
  } finally {
    connection.close()
  }
  return { mailbox: mailbox.name, messageId: letter.messageId, subject: letter.subject }
}

/** The probe's row of the ledger, once it has arrived; some servers give it another Message-ID. */
export async function findProbe(reader: Reader, probe: Probe): Promise<ListedMail | undefined> {
  const newest = await listMails(reader, { limit: NEWEST })
  return newest.find((row) => row.messageId === probe.messageId || row.subject === probe.subject)
}

function letterOf({ config, signatures, now }: Desk, mailbox: Mailbox, to: string): Letter {
  const token = randomBytes(8).toString('hex')
  const id = { kind: 'probe', token, signature: signatures.ofProbe(token) } as const
  return {
    id: 0,
    attempts: 0,
    doubts: 0,
    ticket: null,
    seq: null,
    mailbox: mailbox.name,
    template: 'probe',
    priority: 1,
    recipient: { name: '', address: to },
    envelopeFrom: mailbox.address,
    from: { name: config.desk.name, address: mailbox.address },
    replyTo: mailbox.address,
    language: 'en',
    subject: `ticketd doctor ${token}`,
    messageId: ownMessageId(id, config.desk.domain),
    inReplyTo: null,
    references: [],
    autoSubmitted: 'auto-generated',
    date: instant(now()),
    text: 'ticketd doctor sent this mail to see it arrive. It can be deleted.\n',
    html: '',
    attachments: [],
    ledgerId: null,
  }
}
