import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { openSqlite } from '../../src/store/dialect.ts'
import { listAsked } from '../../src/store/outbox-asked.ts'
import { claim } from '../../src/store/outbox-queue.ts'
import { emptyBodies, retryOutbox } from '../../src/store/outbox-view.ts'
import { until } from '../servers/child.ts'
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

  test('the clock is set back while the server is down: nothing waits until it is that time again', async () => {
    await sink.stop()
    await desk.put({})
    await desk.pass()
    desk.clock.ms -= 120 * MINUTE
    await sink.start()
    expect(await desk.pass()).toMatchObject({ sent: 1 })
  })

  test('one reader whose mails are refused because of us costs the others nothing, and is given up', async () => {
    const group = { recipient: { name: '', address: 'group@acme.test' } }
    sink.behaviour.recipients['group@acme.test'] = '550 5.7.133 authentication required'
    await desk.put({})
    await desk.pass()
    await desk.put(group, group, {})
    await desk.pass()
    expect(await statuses()).toEqual(['sent', 'queued', 'queued', 'sent'])
    for (let n = 0; n < 5; n += 1) {
      await desk.put({})
      desk.clock.ms += 4 * 60 * MINUTE
      await desk.pass()
    }
    expect(desk.paused).toEqual([])
    expect((await statuses()).filter((status) => status !== 'sent')).toEqual(['failed', 'failed'])
    expect(desk.told[0]).toMatch(/^2 .*authentication required/)
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
