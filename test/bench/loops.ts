import SqliteDatabase from 'better-sqlite3'
import { ImapFlow } from 'imapflow'
import { type ParsedMail, simpleParser } from 'mailparser'
import { createTransport, type Transporter } from 'nodemailer'
import type { Attachment } from 'nodemailer/lib/mailer'

/**
 * What somebody writes who wants the same with as little as possible: straight code with the same
 * libraries, as a measure for ours. Nothing in it survives a crash, a broken mail or a bad network.
 */

export interface LoopOptions {
  imapPort: number
  /** Absent: nothing is sent. */
  smtpPort?: number
  user: string
  password: string
  /** The SQLite file, which must not be there yet. */
  file: string
  mails: number
}

const BATCH = 50

/** What a contender needed for all mails. */
export interface Effort {
  ms: number
  /** Of the processor, all threads; null where the system does not say. */
  cpuMs: number | null
}

/** Reads the whole mailbox. */
export async function runLoop(options: LoopOptions): Promise<Effort> {
  const store = openStore(options.file)
  const transport = options.smtpPort === undefined ? null : pooled(options.smtpPort)
  const began = performance.now()
  const before = process.cpuUsage()
  const client = new ImapFlow({
    host: '127.0.0.1',
    port: options.imapPort,
    secure: false,
    doSTARTTLS: false,
    auth: { user: options.user, pass: options.password },
    logger: false,
  })
  await client.connect()
  const lock = await client.getMailboxLock('INBOX')
  const found = await client.search({ all: true }, { uid: true })
  const uids = found || []
  for (let i = 0; i < uids.length; i += BATCH) {
    const part = uids.slice(i, i + BATCH)
    const mails: { uid: number; mail: ParsedMail }[] = []
    for await (const { uid, source } of client.fetch(part, { source: true }, { uid: true })) {
      if (source) mails.push({ uid, mail: await simpleParser(source) })
    }
    const notices = store.take(mails)
    await client.messageFlagsAdd(part, ['\\Seen'], { uid: true })
    if (transport) {
      await Promise.all(notices.map((notice) => send(transport, notice)))
      store.sent(notices)
    }
  }
  lock.release()
  await client.logout()
  const { user, system } = process.cpuUsage(before)
  const effort = { ms: performance.now() - began, cpuMs: (user + system) / 1000 }
  transport?.close()
  store.close()
  if (uids.length !== options.mails) throw new Error(`The loop saw ${uids.length} mails.`)
  return effort
}

interface Notice {
  id: number
  to: string
  subject: string
  text: string
  html: string
  /** Those of the mail, for who has to solve the problem. */
  attachments: Attachment[]
}

function pooled(port: number): Transporter {
  return createTransport({ host: '127.0.0.1', port, secure: false, ignoreTLS: true, pool: true })
}

async function send(transport: Transporter, { id: _, ...notice }: Notice): Promise<void> {
  await transport.sendMail({ from: 'support@bench.test', ...notice })
}

function openStore(file: string) {
  const db = new SqliteDatabase(file)
  db.pragma('journal_mode = WAL')
  db.pragma('synchronous = FULL')
  db.exec(`
    create table message (uid integer primary key, messageId text, ticket integer, sender text,
      subject text, date text, text text, html text);
    create index messageById on message (messageId);
    create index messageByTicket on message (ticket);
    create table attachment (uid integer, name text, type text, size integer, md5 text);
    create table ticket (number integer primary key, subject text, requester text, status text,
      updatedAt text, messages integer);
    create table event (id integer primary key, ticket integer, kind text, at text);
    create index eventByTicket on event (ticket);
    create table outbox (id integer primary key, ticket integer, recipient text, subject text,
      text text, html text, status text, at text);
    create index outboxDue on outbox (status, at);`)
  const seen = db.prepare('select uid from message where messageId = ?')
  const addTicket = db.prepare(`insert into ticket values (?, ?, ?, 'open', ?, 1)
    on conflict do update set updatedAt = excluded.updatedAt, messages = messages + 1`)
  const addMessage = db.prepare('insert into message values (?, ?, ?, ?, ?, ?, ?, ?)')
  const addAttachment = db.prepare('insert into attachment values (?, ?, ?, ?, ?)')
  const addEvent = db.prepare('insert into event (ticket, kind, at) values (?, ?, ?)')
  const addOutbox = db.prepare(
    "insert into outbox values (null, ?, ?, ?, ?, ?, 'queued', ?) returning id",
  )
  const markSent = db.prepare("update outbox set status = 'sent' where id = ?")
  let lastNumber = 900_000

  function takeOne(uid: number, mail: ParsedMail): Notice[] {
    if (seen.get(mail.messageId)) return []
    const at = new Date().toISOString()
    const from = mail.from?.value[0]?.address ?? ''
    const subject = mail.subject ?? ''
    const tag = /\[Bench#(\d+)\]/.exec(subject)
    const number = tag ? Number(tag[1]) : ++lastNumber
    const text = mail.text ?? ''
    addTicket.run(number, subject, from, at)
    const date = mail.date?.toISOString()
    addMessage.run(uid, mail.messageId, number, from, subject, date, text, mail.html || null)
    for (const a of mail.attachments) {
      addAttachment.run(uid, a.filename, a.contentType, a.size, a.checksum)
    }
    addEvent.run(number, tag ? 'replied' : 'opened', at)
    return [tag ? 'partner@help.test' : from, 'agent@bench.test'].map((to) => {
      const notice = noticeOf(number, to, subject, text)
      const attachments = to === from ? [] : mail.attachments.map(attachmentOf)
      const row = addOutbox.get(number, to, notice.subject, notice.text, notice.html, at)
      return { ...notice, attachments, id: (row as { id: number }).id }
    })
  }

  return {
    take: db.transaction((mails: { uid: number; mail: ParsedMail }[]) =>
      mails.flatMap(({ uid, mail }) => takeOne(uid, mail)),
    ),
    sent: db.transaction((notices: Notice[]) => {
      for (const { id } of notices) markSent.run(id)
    }),
    close: () => void db.close(),
  }
}

function attachmentOf({ filename, contentType, content }: ParsedMail['attachments'][number]) {
  return { filename, contentType, content }
}

function noticeOf(number: number, to: string, subject: string, words: string) {
  const text = `Ticket ${number}\n\n${words}\n\nKeep the subject of this mail when you answer.\n`
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('\n', '<br>\n')
  return {
    to,
    subject: `[Bench#${number}] ${subject.replace(/^(Re: )?(\[Bench#\d+\] )?/, '')}`,
    text,
    html: `<html><body><div style="font-family:sans-serif">${escaped}</div></body></html>`,
  }
}

/** A process of its own, as ours is: options and effort travel as JSON. */
if (process.argv[2]) {
  const effort = await runLoop(JSON.parse(process.argv[2]) as LoopOptions)
  process.stdout.write(JSON.stringify(effort))
}
