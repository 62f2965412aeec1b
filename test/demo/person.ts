import { ImapFlow } from 'imapflow'
import { type ParsedMail, simpleParser } from 'mailparser'
import { createTransport } from 'nodemailer'
import type Mail from 'nodemailer/lib/mailer'
import { until } from '../servers/child.ts'
import { type MailHost, PASSWORD } from './mail-host.ts'

/** Somebody with a mail program: writes by SMTP and reads by IMAP. */
export interface Person {
  name: string
  address: string
  /** Everything that was read so far, oldest first. */
  read: ParsedMail[]
  write(mail: Mail.Options): Promise<void>
  /** Waits until `count` mails more have come than were read, reads and gives them. */
  receive(count: number): Promise<ParsedMail[]>
  /** Mails that came and were not read yet; they are read by this. */
  glance(): Promise<ParsedMail[]>
  leave(): Promise<void>
}

export async function openMailProgram(
  host: MailHost,
  name: string,
  address: string,
): Promise<Person> {
  const client = new ImapFlow({
    host: '127.0.0.1',
    port: host.imapPorts.get(address) ?? 0,
    secure: false,
    doSTARTTLS: false,
    auth: { user: address, pass: PASSWORD },
    logger: false,
  })
  client.on('error', () => {})
  await client.connect()
  await client.mailboxOpen('INBOX')
  const outgoing = createTransport({ host: '127.0.0.1', port: host.smtpPort, ignoreTLS: true })
  const read: ParsedMail[] = []
  let lastUid = 0

  async function glance(): Promise<ParsedMail[]> {
    const fresh: ParsedMail[] = []
    const newer = `${lastUid + 1}:*`
    for await (const { uid, source } of client.fetch(newer, { source: true }, { uid: true })) {
      // The last mail is always in such a range (RFC 3501 section 6.4.8).
      if (uid <= lastUid || !source) continue
      lastUid = uid
      fresh.push(await simpleParser(source))
    }
    read.push(...fresh)
    return fresh
  }

  return {
    name,
    address,
    read,
    glance,
    async write(mail) {
      await outgoing.sendMail({ from: { name, address }, ...mail })
    },
    async receive(count) {
      const fresh: ParsedMail[] = []
      await until(
        `${count} mails for ${address}`,
        async () => {
          await client.noop()
          fresh.push(...(await glance()))
          return fresh.length >= count
        },
        PATIENCE,
      )
      return fresh
    },
    async leave() {
      await client.logout()
    },
  }
}

/** Longer than the lease of a daemon that was killed. */
const PATIENCE = 35_000
