import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { simpleParser } from 'mailparser'
import { SMTPServer } from 'smtp-server'
import { Failure } from '../../src/errors.ts'
import { accountsOf } from '../../src/outbox/account.ts'
import { openSqlite } from '../../src/store/dialect.ts'
import { listAsked } from '../../src/store/outbox-asked.ts'
import { claim } from '../../src/store/outbox-queue.ts'
import { emptyBodies, retryOutbox } from '../../src/store/outbox-view.ts'
import { freePort, until } from '../servers/child.ts'
import { type Sink, startSmtpSink } from '../servers/smtp-sink.ts'
import { type Desk, openDesk, smtpSettings } from './desk.ts'

const MINUTE = 60_000
const AT_NOON = '2026-11-21T12:00:00.000Z'
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

describe('the account', () => {
  test('a wrong password: waits, noting nothing, and asks rarely', async () => {
    const locked = await startSmtpSink({ auth: true })
    const other = await openDesk(smtpSettings(locked.port, { user: 'support', password: 'mellon' }))
    locked.behaviour.auth = '535 5.7.8 wrong password'
    await other.put({})
    await other.pass()
    await other.pass()
    expect(locked.connections()).toBe(1)
    expect(await other.rows()).toMatchObject([{ status: 'queued', attempts: 0 }])
    expect(other.paused[0]).toMatch(/535 5\.7\.8 wrong password/)
    delete locked.behaviour.auth
    other.clock.ms += 2 * MINUTE
    expect(await other.pass()).toMatchObject({ sent: 1 })
    await other.close()
    await locked.stop()
  })

  test('the server is down for a while: nothing is noted, everything leaves later', async () => {
    await sink.stop()
    await desk.put({}, {})
    expect(await desk.pass()).toMatchObject({ sent: 0 })
    expect(await desk.rows()).toMatchObject(Array(2).fill({ status: 'queued', attempts: 0 }))
    expect(desk.paused).toHaveLength(1)
    desk.clock.ms += 2000
    await desk.pass()
    expect(desk.paused).toHaveLength(1)
    await sink.start()
    desk.clock.ms += 5000
    expect(await desk.pass()).toMatchObject({ sent: 2 })
  })

  test('a server that answers nothing costs its timeout, no mail', async () => {
    sink.behaviour.hang = true
    await desk.put({})
    expect(await desk.pass()).toMatchObject({ sent: 0 })
    expect(desk.paused).toHaveLength(1)
    expect(await statuses()).toEqual(['queued'])
  })

  test('perMinute holds back what would be too many', async () => {
    const slow = await openDesk(smtpSettings(sink.port, { perMinute: 5 }))
    await slow.put({ subject: 'first' }, { subject: 'second' }, { subject: 'third' })
    const passing = slow.pass()
    await sink.waitFor(1)
    await slow.put({ subject: 'person', priority: 0 })
    for (const count of [2, 3, 4]) {
      slow.clock.ms += 12_000
      slow.delivery.wake()
      await sink.waitFor(count)
      await until(
        'settled',
        async () => (await slow.rows()).filter((r) => r.status === 'sent').length === count,
      )
    }
    expect(await passing).toMatchObject({ sent: 4 })
    const subjects = sink.mails.map((mail) => mail.header('Subject'))
    expect(subjects).toEqual(['first', 'person', 'second', 'third'])
    await slow.close()
  })
})

describe('a connection lost', () => {
  test('after the end of the text: in doubt, sent once more with the same id, then a person is asked', async () => {
    sink.behaviour.drop = 'after-end'
    await desk.put({})
    expect(await desk.pass()).toMatchObject({ uncertain: 1 })
    expect(await desk.rows()).toMatchObject([{ status: 'uncertain', finishedAt: null }])
    desk.clock.ms += 9 * MINUTE
    await desk.pass()
    expect(sink.mails).toHaveLength(1)
    desk.clock.ms += 2 * MINUTE
    await desk.pass()
    expect(await listAsked(desk.store.read)).toMatchObject([{ doubts: 2 }])
    desk.clock.ms += 86_400_000
    await desk.pass()
    const ids = sink.mails.map((mail) => mail.header('Message-ID'))
    expect(ids).toEqual([ids[0], ids[0]])
    expect(sink.mails[0]?.bytes.equals(sink.mails[1]?.bytes ?? Buffer.alloc(0))).toBe(true)
  })

  test('the copy of a mail in doubt is taken: the row still says that there may be two', async () => {
    sink.behaviour.drop = 'after-end'
    await desk.put({})
    await desk.pass()
    delete sink.behaviour.drop
    desk.clock.ms += 11 * MINUTE
    expect(await desk.pass()).toMatchObject({ sent: 1 })
    expect(await desk.rows()).toMatchObject([{ status: 'uncertain', doubts: 1, nextAt: null }])
  })

  test('after its end, where a person is asked: not sent again before the answer', async () => {
    const asking = await openDesk(smtpSettings(sink.port), { uncertainAfter: null })
    sink.behaviour.drop = 'after-end'
    await asking.put({})
    expect(await asking.pass()).toMatchObject({ uncertain: 1 })
    delete sink.behaviour.drop
    asking.clock.ms += 30 * 86_400_000
    expect(await asking.pass()).toMatchObject({ sent: 0 })
    const now = new Date(asking.clock.ms).toISOString()
    await asking.store.transact((writer) => emptyBodies(writer, now))
    expect(await listAsked(asking.store.read)).toMatchObject([{ id: 1, to: 'ana@customer.test' }])
    // The copy is in doubt as well: asked again, and never by itself.
    sink.behaviour.drop = 'after-end'
    expect(await asking.store.transact((writer) => retryOutbox(writer, 1, now))).toBe(true)
    expect(await asking.pass()).toMatchObject({ uncertain: 1 })
    expect(await asking.rows()).toMatchObject([{ doubts: 2, nextAt: null, finishedAt: null }])
    delete sink.behaviour.drop
    await asking.store.transact((writer) => retryOutbox(writer, 1, now))
    expect(await asking.pass()).toMatchObject({ sent: 1 })
    expect(await listAsked(asking.store.read)).toEqual([])
    expect(sink.mails).toHaveLength(3)
    await asking.close()
  })

  test('before its end: tried again', async () => {
    sink.behaviour.drop = 'before-end'
    await desk.put({ text: 'long '.repeat(400_000) })
    expect(await desk.pass()).toMatchObject({ waiting: 1, uncertain: 0 })
    delete sink.behaviour.drop
    desk.clock.ms += 2 * MINUTE
    expect(await desk.pass()).toMatchObject({ sent: 1 })
    expect(sink.mails).toHaveLength(1)
  })

  test('while it was idle: the next mail goes by another one and counts one try', async () => {
    const stopping = new AbortController()
    const running = desk.delivery.run(stopping.signal)
    await desk.put({})
    desk.delivery.wake()
    await until('the first is sent', async () => (await statuses())[0] === 'sent')
    await sink.stop()
    await sink.start()
    await desk.put({})
    desk.delivery.wake()
    await until('the second is sent', async () => (await statuses())[1] === 'sent')
    stopping.abort()
    await running
    expect(await desk.rows()).toMatchObject(Array(2).fill({ status: 'sent', attempts: 1 }))
  })
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

test('what a dead owner was sending is in doubt, and its copy leaves after a while', async () => {
  await desk.put({}, {})
  const noted = { mailboxes: ['support'], limit: 1, epoch: 1, nextTry: () => AT_NOON }
  await desk.store.transact((writer) => claim(writer, { ...noted, now: AT_NOON }))
  desk.clock.epoch = 2
  expect(await desk.pass()).toMatchObject({ sent: 1 })
  expect(await statuses()).toEqual(['uncertain', 'sent'])
  desk.clock.ms += 11 * MINUTE
  expect(await desk.pass()).toMatchObject({ sent: 1 })
  expect(sink.mails).toHaveLength(2)
})

test('a store that cannot be written ends the pass and harms nothing', async () => {
  const locked = await openDesk(smtpSettings(sink.port), {}, { busyTimeout: 20 })
  await locked.put({}, {})
  await locked.pass()
  await locked.put({})
  const other = openSqlite(locked.file)
  other.exec('begin immediate')
  await expect(locked.pass()).rejects.toMatchObject({ code: 'store-locked' })
  other.exec('rollback')
  other.close()
  expect(await locked.pass()).toMatchObject({ sent: 1 })
  expect(sink.mails).toHaveLength(3)
  await locked.close()
})

test('an answer that cannot be written down is kept until it can', async () => {
  const locked = await openDesk(
    smtpSettings(sink.port),
    {
      step: (name) => {
        if (name === 'outbox-sent' && !other.inTransaction) other.exec('begin immediate')
      },
    },
    { busyTimeout: 20 },
  )
  const other = openSqlite(locked.file)
  await locked.put({})
  await expect(locked.pass()).rejects.toMatchObject({ code: 'store-locked' })
  expect((await locked.rows())[0]).toMatchObject({ status: 'sending' })
  other.exec('rollback')
  await until('it is written down', async () => {
    await locked.pass()
    return (await locked.rows())[0]?.status === 'sent'
  })
  expect(sink.mails).toHaveLength(1)
  other.close()
  await locked.close()
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
  expect(mail.text).toContain('[Attachment too large for this mail: big.txt (186 KB)]')
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
