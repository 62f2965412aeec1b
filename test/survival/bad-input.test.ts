import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { type Dovecot, startDovecot } from '../servers/dovecot.ts'
import { type Sink, startSmtpSink } from '../servers/smtp-sink.ts'
import { faultsOfSending, readBooks } from './books.ts'
import { type Daemon, killDaemons } from './daemon.ts'
import { openDesk, type TestDesk } from './desk.ts'
import { first } from './letters.ts'
import { describeSurvival } from './patience.ts'

const FROM = 'From: Ana Ruiz <ana@globex.test>'
const TO = 'To: support@acme.test'
const HTML = 'Content-Type: text/html; charset=utf-8'

let ids = 0
/** A mail of these header fields, with a Message-ID of its own unless it brings one. */
function mail(head: string[], body = 'No dial tone.'): string {
  ids += 1
  const id = head.some((field) => /^Message-ID:/i.test(field))
    ? []
    : [`Message-ID: <bad${ids}@x.test>`]
  const subject = head.some((field) => /^Subject:/i.test(field)) ? [] : [`Subject: Odd ${ids}`]
  return `${[...head, ...id, ...subject, TO].join('\r\n')}\r\n\r\n${body}\r\n`
}

const mixed = 'Content-Type: multipart/mixed; boundary=b'
const twin = 'Message-ID: <twin@globex.test>'

const BAD: [what: string, mail: string | Buffer, outcome: string, reason: RegExp][] = [
  ['a multipart that never ends', mail([FROM, mixed], '--b\r\n\r\nNo dial tone.'), 'opened', /./],
  [
    'a multipart without its boundary',
    mail([FROM, 'Content-Type: multipart/mixed']),
    'opened',
    /./,
  ],
  ['a multipart of nothing', mail([FROM, mixed], '--b--'), 'opened', /./],
  ['base64 that is none', mail([FROM, 'Content-Transfer-Encoding: base64'], '%%%'), 'opened', /./],
  ['a head without an end', `${FROM}\r\nSubject: Cut`, 'opened', /./],
  ['nothing but a line end', '\r\n', 'held', /no writer/],
  ['bytes that are no mail', '\u0001\u0002\u0003', 'held', /no writer/],
  ['other bytes that are no mail either', '\u0003\u0002\u0001', 'held', /no writer/],
  ['no From', mail([]), 'held', /names no writer/],
  ['two From fields', mail([FROM, 'From: Eve <eve@evil.test>']), 'held', /names 2 writers/],
  ['two writers in one From', mail([`${FROM}, eve@evil.test`]), 'held', /names 2 writers/],
  ['no Message-ID', `${FROM}\r\n${TO}\r\nSubject: No id\r\n\r\nNo dial tone.\r\n`, 'opened', /./],
  ['a Message-ID', mail([FROM, twin], 'The first text.'), 'opened', /./],
  ['the same Message-ID with other content', mail([FROM, twin], 'Something else.'), 'opened', /./],
  ['NUL bytes', mail([FROM, 'Subject: a\0b'], 'No\0 dial tone.\0'), 'opened', /./],
  [
    'an unknown charset',
    mail([FROM, 'Content-Type: text/plain; charset=klingon-8']),
    'opened',
    /./,
  ],
  ['200,000 <div>s', mail([FROM, HTML], '<div>'.repeat(200_000)), 'opened', /./],
  [
    'a subject with line ends in it',
    mail([FROM, 'Subject: =?utf-8?Q?Hello=0D=0ABcc:_eve@evil.test=0D=0A=0D=0ABody?=']),
    'opened',
    /./,
  ],
]

/** Who is told of the ordinary mail behind each. */
const ORDINARY = ['ana@globex.test', 'help@partner.test', 'support-agent@acme.test']

describeSurvival('bad input', () => {
  let dovecot: Dovecot
  let sink: Sink
  let desk: TestDesk
  let daemon: Daemon
  let delivered = 0
  let bounced = ''

  beforeAll(async () => {
    dovecot = await startDovecot()
    sink = await startSmtpSink()
    desk = await openDesk(dovecot, sink.port, {
      config: {
        smtp: {
          host: '127.0.0.1',
          port: sink.port,
          security: 'none',
          perMinute: 0,
          maxBytes: '90MB',
        },
      },
    })
    daemon = desk.start()
  })
  afterAll(async () => {
    await killDaemons()
    await desk.close()
    await sink.stop()
    await dovecot.stop()
  })

  const ledger = () => desk.store.read.selectFrom('ledger').selectAll().orderBy('id').execute()

  async function deliverWithOrdinary(bytes: string | Buffer): Promise<void> {
    await desk.deliver(bytes)
    await desk.deliver(first(1000 + delivered))
    delivered += 2
  }

  /** Delivers it and an ordinary mail behind it; gives its row once both are done. */
  async function take(bytes: string | Buffer) {
    await deliverWithOrdinary(bytes)
    await desk.done(delivered)
    const rows = await ledger()
    expect(rows).toHaveLength(delivered)
    expect(rows.at(-1)).toMatchObject({ outcome: 'opened' })
    return rows.at(-2)
  }

  const toldSince = (before: number) =>
    sink.mails
      .slice(before)
      .flatMap((it) => it.to)
      .sort()

  test('all of it is taken, and no ordinary mail behind any is held up', async () => {
    for (const [, bytes] of BAD) await deliverWithOrdinary(bytes)
    await desk.done(delivered)
    const rows = await ledger()
    expect(rows.map((row) => row.uid)).toEqual(rows.map((_, i) => i + 1))
    const ordinary = rows.filter((_, i) => i % 2 === 1)
    expect(ordinary.map((row) => row.outcome)).toEqual(BAD.map(() => 'opened'))
  })

  test.each(BAD.map((it, i) => [...it, i] as const))(
    '%s has a sensible outcome',
    async (_what, _bytes, outcome, reason, i) => {
      const row = (await ledger())[2 * i]
      expect(row).toMatchObject({ outcome, reason: expect.stringMatching(reason) })
    },
  )

  test('a line end in a subject never becomes a header field of ours', () => {
    const told = sink.mails.filter((it) => it.header('subject')?.includes('Hello'))
    expect(told).toHaveLength(3)
    for (const it of told) {
      expect(it.headers).not.toMatch(/^bcc:/im)
      expect(it.to.join()).not.toContain('evil')
    }
  })

  test('a bounce of our own automatic answer: noted at its ticket, answered by nobody', async () => {
    const answer = sink.mails.find((it) => it.header('auto-submitted') === 'auto-replied')
    const before = sink.mails.length
    bounced = answer?.header('message-id') ?? 'none'
    const row = await take(bounceOf(bounced))
    expect(row).toMatchObject({ outcome: 'bounce', ticket: expect.any(Number) })
    // Support may hear of it; the writer hears of the ordinary mail alone, the machine of nothing.
    const told = toldSince(before)
    expect(told.filter((to) => to.endsWith('@globex.test'))).toEqual(['ana@globex.test'])
  })

  test('a bounce of a mail that is not ours: recorded, answered by nobody', async () => {
    const before = sink.mails.length
    expect(await take(bounceOf('<unknown@elsewhere.test>'))).toMatchObject({
      outcome: 'bounce',
      ticket: null,
    })
    expect(toldSince(before)).toEqual(ORDINARY)
  })

  test('a mail of 50 MB comes in and goes out within 300 MB of memory', async () => {
    const before = sink.mails.length
    expect(await take(huge())).toMatchObject({ outcome: 'opened' })
    const relayed = sink.mails.slice(before).filter((it) => it.bytes.length > 50 << 20)
    expect(relayed.map((it) => it.to.join()).sort()).toEqual([
      'help@partner.test',
      'support-agent@acme.test',
    ])
    for (const it of relayed) it.bytes = Buffer.alloc(0)
    expect(peakMegabytes(daemon.pid)).toBeLessThanOrEqual(300)
  })

  test('after all this, every mail of ours has left once and the daemon is well', async () => {
    await daemon.stop()
    const books = await readBooks(desk.store)
    expect(faultsOfSending(books, sink.mails)).toEqual([`${bounced} ended as failed`])
  })
})

/** What a mail server sends back to the envelope sender (RFC 3464). */
function bounceOf(messageId: string): string {
  return [
    'Return-Path: <>',
    'From: Mail Delivery System <mailer-daemon@globex.test>',
    TO,
    'Subject: Undelivered Mail Returned to Sender',
    'Auto-Submitted: auto-replied',
    `Message-ID: <dsn-${messageId.length}@globex.test>`,
    'Content-Type: multipart/report; report-type=delivery-status; boundary=r',
    '',
    '--r',
    '',
    'ana@globex.test could not be reached.',
    '--r',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mx.globex.test',
    '',
    'Final-Recipient: rfc822; ana@globex.test',
    'Action: failed',
    'Status: 5.1.1',
    '',
    '--r',
    'Content-Type: text/rfc822-headers',
    '',
    `Message-ID: ${messageId}`,
    '--r--',
    '',
  ].join('\r\n')
}

function huge(): Buffer {
  const head = mail(
    [FROM, mixed],
    ['--b', '', 'See the attached.', '--b', ''].join('\r\n'),
  ).trimEnd()
  const part = [
    '',
    'Content-Type: application/octet-stream',
    'Content-Disposition: attachment; filename=trace.bin',
    'Content-Transfer-Encoding: base64',
    '',
    '',
  ].join('\r\n')
  const line = Buffer.from(`${randomBytes(57).toString('base64')}\r\n`)
  const lines = Buffer.alloc(51 << 20, line)
  return Buffer.concat([Buffer.from(head + part), lines, Buffer.from('\r\n--b--\r\n')])
}

/** The most memory that this process ever had resident. */
function peakMegabytes(pid: number): number {
  const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1]
  return Number(kilobytes) / 1024
}
