import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { simpleParser } from 'mailparser'
import { SMTPServer } from 'smtp-server'
import { Failure } from '../../src/errors.ts'
import { accountsOf } from '../../src/outbox/account.ts'
import { freePort } from '../servers/child.ts'
import { type Sink, startSmtpSink } from '../servers/smtp-sink.ts'
import { type Desk, openDesk, smtpSettings } from './desk.ts'

const MINUTE = 60_000
let sink: Sink
let desk: Desk

beforeEach(async () => {
  sink = await startSmtpSink()
  desk = await openDesk(smtpSettings(sink.port, { timeout: 1000 }))
})

afterEach(async () => {
  await desk.close()
  await sink.stop()
})

const statuses = async () => (await desk.rows()).map((row) => row.status)
const to = (address: string) => ({ recipient: { name: '', address } })

test('sends what is due, each once, and says so', async () => {
  await desk.put(...Array.from({ length: 25 }, (_, i) => to(`u${i}@customer.test`)))
  expect(await desk.pass()).toEqual({ sent: 25, waiting: 0, failed: 0, uncertain: 0, untried: 0 })
  expect(sink.mails.map((mail) => mail.to[0]).sort()).toEqual(
    Array.from({ length: 25 }, (_, i) => `u${i}@customer.test`).sort(),
  )
  expect(new Set(await statuses())).toEqual(new Set(['sent']))
  expect(await desk.pass()).toMatchObject({ sent: 0 })
  expect(sink.connections()).toBe(1)
})

test('says each step: claimed, noted, sent, settled', async () => {
  await desk.put({}, {})
  await desk.pass()
  const sent = ['outbox-sent', 'outbox-sent']
  expect(desk.steps).toEqual(['outbox-claimed', 'outbox-noted', ...sent, 'outbox-settled'])
})

test("a person's words go before notices and automatic answers", async () => {
  await desk.put(
    { priority: 2, subject: 'automatic' },
    { priority: 1, subject: 'notice' },
    { priority: 0, subject: 'person' },
  )
  await desk.pass()
  expect(sink.mails.map((mail) => mail.header('Subject'))).toEqual([
    'person',
    'notice',
    'automatic',
  ])
})

describe('what the server says', () => {
  test('later: tried again after a while, and then accepted', async () => {
    sink.behaviour.recipients['ana@customer.test'] = '450 4.2.1 try again later'
    await desk.put({})
    expect(await desk.pass()).toMatchObject({ waiting: 1 })
    expect(await desk.rows()).toMatchObject([
      { status: 'queued', attempts: 1, error: '450 4.2.1 try again later' },
    ])
    desk.clock.ms += MINUTE
    expect(await desk.pass()).toMatchObject({ sent: 0, waiting: 0 })
    sink.behaviour.recipients = {}
    desk.clock.ms += MINUTE
    expect(await desk.pass()).toMatchObject({ sent: 1 })
    expect(await desk.rows()).toMatchObject([{ status: 'sent', attempts: 2, error: null }])
  })

  test('never: failed with its words, and somebody is told', async () => {
    sink.behaviour.recipients['gone@customer.test'] = '550 5.1.1 no such user'
    await desk.put(to('gone@customer.test'), {})
    expect(await desk.pass()).toMatchObject({ failed: 1, sent: 1 })
    expect(await desk.rows()).toMatchObject([
      { status: 'failed', error: '550 5.1.1 no such user', nextAt: null },
      { status: 'sent' },
    ])
    expect(desk.told).toEqual(['1 550 5.1.1 no such user'])
  })

  test('later, for five days: failed', async () => {
    sink.behaviour.data = '451 4.3.0 no room'
    await desk.put({})
    const start = desk.clock.ms
    for (let i = 0; i < 100 && (await statuses())[0] === 'queued'; i++) {
      await desk.pass()
      desk.clock.ms += 4 * 60 * MINUTE
    }
    expect((await desk.rows())[0]?.error).toMatch(/^Given up after \d+ tries: 451 4\.3\.0 no room$/)
    expect((desk.clock.ms - start) / 86_400_000).toBeGreaterThan(5)
  })

  test('some of many refused: each has its own end', async () => {
    sink.behaviour.recipients = { 'u1@c.test': '550 no', 'u3@c.test': '450 later' }
    await desk.put(...[0, 1, 2, 3, 4].map((i) => to(`u${i}@c.test`)))
    await desk.pass()
    expect(await statuses()).toEqual(['sent', 'failed', 'sent', 'queued', 'sent'])
    expect(sink.connections()).toBe(1)
  })

  test('the sender is refused: the account waits, no mail fails or counts a try', async () => {
    sink.behaviour.mailFrom = '550 5.7.1 not allowed to send as support@acme.test'
    await desk.put({}, {}, {})
    expect(await desk.pass()).toMatchObject({ failed: 0, waiting: 0, untried: 3 })
    expect(await desk.rows()).toMatchObject(Array(3).fill({ status: 'queued', attempts: 0 }))
    expect(desk.paused).toEqual(['550 5.7.1 not allowed to send as support@acme.test'])
    sink.behaviour = Object.assign(sink.behaviour, { mailFrom: undefined })
    expect(await desk.pass()).toMatchObject({ sent: 0 })
    desk.clock.ms += 2 * MINUTE
    expect(await desk.pass()).toMatchObject({ sent: 3 })
    expect(desk.delivery.accounts()[0]?.trouble).toBeNull()
  })
})

test('a sender that is refused does not hold up the others for ever', async () => {
  sink.behaviour.recipients['ana@customer.test'] = '553 5.7.1 Sender address rejected: not owned'
  await desk.put({ priority: 0 }, to('bob@customer.test'))
  expect(await desk.pass()).toMatchObject({ untried: 2 })
  expect((await desk.rows())[0]?.error).toMatch(/not owned/)
  desk.clock.ms += MINUTE
  expect(await desk.pass()).toMatchObject({ sent: 1 })
})

test('a mail of which no bytes can be made fails alone', async () => {
  await desk.put({ envelopeFrom: 'no address' }, {}, to('x\r\nRCPT TO:<y@z.test>@c.test'), {})
  await desk.store.transact((writer) =>
    writer.updateTable('outbox').set({ attachments: '{' }).where('id', '=', 4).execute(),
  )
  await desk.put({})
  expect(await desk.pass()).toMatchObject({ sent: 2, failed: 3 })
  expect(await statuses()).toEqual(['failed', 'sent', 'failed', 'failed', 'sent'])
  expect(desk.told).toHaveLength(3)
})

describe('as a daemon', () => {
  test('sends at once when woken, and ends when told', async () => {
    const stopping = new AbortController()
    const running = desk.delivery.run(stopping.signal)
    await desk.put({})
    desk.delivery.wake()
    await sink.waitFor(1, undefined, 1000)
    stopping.abort()
    await running
    expect(await statuses()).toEqual(['sent'])
  })

  test('wakes by itself when a mail is due', async () => {
    const live = await openDesk(smtpSettings(sink.port), { now: Date.now })
    live.clock.ms = Date.now() + 200
    await live.put({})
    const stopping = new AbortController()
    const running = live.delivery.run(stopping.signal)
    await sink.waitFor(1, undefined, 2000)
    stopping.abort()
    await running
    await live.close()
  })

  test('stops between two mails and puts the rest back untried', async () => {
    sink.behaviour.delay = 200
    await desk.put({}, {}, {}, {})
    const stopping = new AbortController()
    const running = desk.delivery.run(stopping.signal)
    await sink.waitFor(1)
    stopping.abort()
    await running
    expect(await desk.rows()).toMatchObject([
      { status: 'sent' },
      ...Array(3).fill({ status: 'queued', attempts: 0 }),
    ])
  })
})

test('without the lease nothing is sent', async () => {
  await desk.put({})
  desk.clock.holds = false
  expect(await desk.pass()).toMatchObject({ sent: 0 })
  expect(sink.mails).toHaveLength(0)
})

test('two connections share a backlog, and no mail goes twice', async () => {
  const wide = await openDesk(smtpSettings(sink.port, { connections: 2 }))
  await wide.put(...Array.from({ length: 120 }, (_, i) => to(`u${i}@customer.test`)))
  expect(await wide.pass()).toMatchObject({ sent: 120 })
  expect(new Set(sink.mails.map((mail) => mail.to[0])).size).toBe(120)
  expect(sink.mails).toHaveLength(120)
  expect(sink.connections()).toBe(2)
  await wide.close()
})

test('accounts do not wait for each other, and mailboxes with one account share it', async () => {
  const down = await startSmtpSink()
  await down.stop()
  const smtp = smtpSettings(sink.port)
  const accounts = accountsOf({
    smtp,
    mailboxes: [
      { name: 'support' },
      { name: 'down', smtp: smtpSettings(down.port) },
      { name: 'sales', smtp: { ...smtp } },
    ],
  })
  expect(accounts.map((account) => account.mailboxes)).toEqual([['support', 'sales'], ['down']])
  const both = await openDesk(smtp, { accounts })
  await both.put({ mailbox: 'down' }, { mailbox: 'support' }, { mailbox: 'sales' })
  expect(await both.pass()).toMatchObject({ sent: 2 })
  expect((await both.rows()).map((row) => row.status)).toEqual(['queued', 'sent', 'sent'])
  expect(sink.connections()).toBe(1)
  await both.close()
})

test('mails of a mailbox that was given another name leave by the first account', async () => {
  await desk.put({ mailbox: 'old-name' }, {})
  expect(await desk.pass()).toMatchObject({ sent: 2 })
})

test('attachments that the server would refuse are left out, whatever we allow', async () => {
  const chunks: Buffer[] = []
  const strict = new SMTPServer({
    size: 200_000,
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData: (stream, _session, done) => {
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => done())
    },
  })
  const port = await freePort()
  await new Promise<void>((resolve) => strict.listen(port, '127.0.0.1', resolve))
  const other = await openDesk(smtpSettings(port), {
    attachmentFiles: async (refs) => refs.map(({ size }) => ({ content: Buffer.alloc(size) })),
  })
  const file = { type: 'text/plain', inline: false, contentId: null, ledgerId: 1 }
  await other.put({
    attachments: [
      { ...file, position: 0, name: 'small.txt', size: 50_000 },
      { ...file, position: 1, name: 'big.txt', size: 190_000 },
    ],
  })
  expect(await other.pass()).toMatchObject({ sent: 1 })
  const mail = await simpleParser(Buffer.concat(chunks), { skipHtmlToText: true })
  expect(mail.attachments.map((it) => it.filename)).toEqual(['small.txt'])
  expect(mail.text).toContain(
    '[Attachment too large for this mail: big.txt (190 kB). It is kept with the ticket.]',
  )
  await other.close()
  await new Promise<void>((resolve) => strict.close(resolve))
})

test('attachments that cannot be read now are waited for; files that stay behind harm nothing', async () => {
  let full = true
  const other = await openDesk(smtpSettings(sink.port), {
    attachmentFiles: async () => {
      if (full) throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' })
      const release = async () => {
        throw new Error('cannot be removed')
      }
      return [{ path: import.meta.filename, release }]
    },
  })
  const file = { type: 'text/plain', inline: false, contentId: null, ledgerId: 1, size: 9 }
  await other.put({ attachments: [{ ...file, position: 0, name: 'a.txt' }] })
  expect(await other.pass()).toMatchObject({ waiting: 1 })
  expect((await other.rows())[0]?.error).toMatch(/could not be made: no space left on device/)
  full = false
  other.clock.ms += 2 * MINUTE
  expect(await other.pass()).toMatchObject({ sent: 1 })
  await other.close()
})

test('who has lost the lease writes nothing and keeps no one waiting', async () => {
  let lost = false
  const late: Desk = await openDesk(smtpSettings(sink.port), {
    step: (name) => {
      lost ||= name === 'outbox-sent'
    },
    store: {
      get read() {
        return late.store.read
      },
      transact: async (work) => {
        if (lost) throw new Failure('lease-lost', 'Another process has taken over.')
        return late.store.transact(work)
      },
    },
  })
  await late.put({})
  await expect(late.pass()).rejects.toMatchObject({ code: 'lease-lost' })
  expect((await late.rows())[0]).toMatchObject({ status: 'sending', attempts: 1 })
  await late.close()
})
