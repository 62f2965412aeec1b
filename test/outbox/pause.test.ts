import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { endStop, setStop } from '../../src/store/sending-stop.ts'
import { until } from '../servers/child.ts'
import { type Sink, startSmtpSink } from '../servers/smtp-sink.ts'
import { type Desk, openDesk, smtpSettings } from './desk.ts'

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

const to = (address: string) => ({ recipient: { name: '', address } })
const stop = (but: number[] = []) =>
  desk.store.transact((writer) =>
    setStop(writer, { at: '2026-11-21T12:00:00.000Z', by: 'operator', because: null, but }),
  )

test('while it is stopped nothing leaves but what tells of it; then all does', async () => {
  await desk.put(to('a@c.test'), to('ops@acme.test'), to('b@c.test'))
  await stop([2])
  expect(await desk.pass()).toMatchObject({ sent: 1, untried: 0 })
  expect(sink.mails.map((mail) => mail.to[0])).toEqual(['ops@acme.test'])
  expect((await desk.rows()).map((row) => row.attempts)).toEqual([0, 1, 0])
  await desk.store.transact(endStop)
  expect(await desk.pass()).toMatchObject({ sent: 2 })
})

test('a running sender notices both when it is woken', async () => {
  await stop([2])
  const end = new AbortController()
  const running = desk.delivery.run(end.signal)
  try {
    await desk.put(to('a@c.test'), to('ops@acme.test'))
    desk.delivery.wake()
    await until('the mail that tells of it', () => sink.mails.length === 1)
    expect(sink.mails[0]?.to).toEqual(['ops@acme.test'])
    await desk.store.transact(endStop)
    desk.delivery.wake()
    await until('the mail', () => sink.mails.length === 2)
  } finally {
    end.abort()
    await running
  }
})

test('a domain whose servers put off three mails makes the others wait untried', async () => {
  for (const n of [0, 1, 2, 3, 4]) sink.behaviour.recipients[`u${n}@slow.test`] = '450 4.7.1 later'
  await desk.put(...[0, 1, 2, 3, 4].map((n) => to(`u${n}@slow.test`)), to('a@quick.test'))
  expect(await desk.pass()).toMatchObject({ waiting: 3, untried: 2, sent: 1 })
  const rows = await desk.rows()
  expect(rows.map((row) => row.attempts)).toEqual([1, 1, 1, 0, 0, 1])
  expect(rows[3]).toMatchObject({ status: 'queued', error: expect.stringContaining('slow.test') })
  sink.behaviour.recipients = {}
  desk.clock.ms += 120_000
  expect(await desk.pass()).toMatchObject({ sent: 5 })
})
