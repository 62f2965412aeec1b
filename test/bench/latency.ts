import { setTimeout as sleep } from 'node:timers/promises'
import type { Dovecot } from '../servers/dovecot.ts'
import { type Sink, startSmtpSink } from '../servers/smtp-sink.ts'
import { preload } from './preload.ts'
import { type Product, startProduct, storeOf } from './product.ts'
import { CUSTOMERS } from './workload.ts'

const USER = 'one-by-one@bench.test'
const MAILS = 50
const BIG_BYTES = 50 * 1024 * 1024
/** A mail that is slower than this is lost, in milliseconds. */
const PATIENCE = 30_000

/**
 * Mails one at a time to a daemon that waits with IDLE: milliseconds from delivery until the SMTP
 * server has accepted the confirmation. Then one mail of 50 MB, for the memory.
 */
export async function measureLatency(
  folder: string,
  dovecot: Dovecot,
): Promise<{ ms: number[]; peakRssMb: number | null }> {
  const sink = await startSmtpSink()
  const servers = { imapPort: dovecot.port, smtpPort: sink.port, user: USER }
  await dovecot.deliver(USER, mailTo('to open the mailbox', 'The first mail.'))
  await preload(storeOf(folder), 1)
  const product = await startProduct(folder, servers, { sends: true })
  try {
    await confirmed(sink, 'to open the mailbox')
    const ms: number[] = []
    for (let i = 0; i < MAILS; i++) {
      // At no fixed distance from the last, as people write.
      await sleep(50 + ((i * 37) % 100))
      ms.push(await once(sink, dovecot, `problem ${i}`))
    }
    await takeBig(sink, dovecot)
    return { ms, peakRssMb: product.peakRssMb() }
  } finally {
    await end(product, sink)
  }
}

async function once(sink: Sink, dovecot: Dovecot, subject: string): Promise<number> {
  const began = performance.now()
  await dovecot.deliver(USER, mailTo(subject, 'It is silent.'))
  await confirmed(sink, subject)
  return performance.now() - began
}

/** In, read and relayed: the mail to the agent has the attachment, or names it. */
async function takeBig(sink: Sink, dovecot: Dovecot): Promise<void> {
  const bytes = Buffer.alloc((BIG_BYTES * 3) / 4, 'ticketd').toString('base64')
  const lines = (bytes.match(/.{1,76}/g) ?? []).join('\r\n')
  const head = [
    'MIME-Version: 1.0',
    'Content-Type: application/octet-stream; name="dump.bin"',
    'Content-Disposition: attachment; filename="dump.bin"',
    'Content-Transfer-Encoding: base64',
  ]
  await dovecot.deliver(USER, mailTo('a big one', lines, head))
  await sink.waitFor(
    1,
    (mail) => isAbout(mail, 'a big one') && isTo(mail, 'agent@bench.test'),
    PATIENCE,
  )
}

function mailTo(subject: string, text: string, more: string[] = []): string {
  return [
    `Message-ID: <${subject.replaceAll(' ', '-')}@one.test>`,
    `From: Customer <${CUSTOMERS[0]}>`,
    'To: support@bench.test',
    `Subject: ${subject}`,
    'Date: Mon, 05 Jan 2026 10:00:00 +0000',
    ...more,
    '',
    text,
    '',
  ].join('\r\n')
}

async function confirmed(sink: Sink, subject: string): Promise<void> {
  await sink.waitFor(1, (m) => isAbout(m, subject) && isTo(m, CUSTOMERS[0] as string), PATIENCE)
}

type Mail = Sink['mails'][number]

function isAbout(mail: Mail, subject: string): boolean {
  return mail.header('subject')?.endsWith(`] ${subject}`) ?? false
}

function isTo(mail: Mail, address: string): boolean {
  return mail.to.includes(address)
}

async function end(product: Product, sink: Sink): Promise<void> {
  await product.stop()
  await sink.stop()
}
