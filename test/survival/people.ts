import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type ParsedMail, simpleParser } from 'mailparser'
import { createTransport } from 'nodemailer'
import { until } from '../servers/child.ts'
import { PATIENCE } from './patience.ts'

/** A mail as it lies in somebody's mailbox. */
export interface Got extends ParsedMail {
  /** The value of a header field as it stands there, unfolded; undefined when it is missing. */
  field(name: string): string | undefined
}

export interface Written {
  to?: string
  subject: string
  text: string
  inReplyTo?: string
  references?: string
  headers?: Record<string, string>
  attachments?: { filename: string; content: Buffer }[]
}

/** Somebody with a mail program: an SMTP server to write by, and a Maildir in which mail arrives. */
export interface Person {
  address: string
  /** Mails that came so far, oldest first. */
  inbox(): Promise<Got[]>
  /** The mail number `n` (1 is the first), as soon as it is there. */
  mail(n: number): Promise<Got>
  write(mail: Written): Promise<void>
}

export function person(
  name: string,
  address: string,
  smtpPort: number,
  mailFolder: string,
): Person {
  const transport = createTransport({ host: '127.0.0.1', port: smtpPort, ignoreTLS: true })
  const inbox = async () => {
    const files = await Promise.all(
      ['new', 'cur'].map((part) => filesIn(join(mailFolder, address, part))),
    )
    const bytes = await Promise.all(files.flat().map((file) => readFile(file)))
    const mails = await Promise.all(bytes.map(asGot))
    return mails.sort((a, b) => arrival(a) - arrival(b))
  }
  return {
    address,
    inbox,
    mail: (n) => until(`mail ${n} of ${address}`, async () => (await inbox())[n - 1], PATIENCE),
    async write(mail) {
      await transport.sendMail({ from: { name, address }, to: 'support@acme.test', ...mail })
    },
  }
}

/** Our Message-IDs count up in each ticket; the Date has whole seconds only. */
function arrival(mail: Got): number {
  const seq = Number(/<ticket\.\d+\.(\d+)\./.exec(mail.messageId ?? '')?.[1] ?? 0)
  return (mail.date?.getTime() ?? 0) * 1000 + seq
}

async function filesIn(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => [])
  return names.map((name) => join(folder, name))
}

async function asGot(bytes: Buffer): Promise<Got> {
  const parsed = await simpleParser(bytes)
  const head =
    bytes
      .toString()
      .split(/\r?\n\r?\n/, 1)[0]
      ?.replace(/\r?\n[ \t]+/g, ' ') ?? ''
  return {
    ...parsed,
    field: (name) => new RegExp(`^${name}: *(.*)$`, 'im').exec(head)?.[1]?.trim(),
  }
}
