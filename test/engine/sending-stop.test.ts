import { afterEach, expect, test } from '@jest/globals'
import { pauseSending, resumeSending } from '../../src/engine/act/sending.ts'
import { stopOf } from '../../src/engine/sending-stop.ts'
import { enqueue } from '../../src/store/outbox.ts'
import { findStop } from '../../src/store/sending-stop.ts'
import { draft } from '../outbox/drafts.ts'
import { type DeskSite, openDesk } from './desk-site.ts'

const HOUR = 3_600_000
let site: DeskSite

afterEach(() => site.close())

const put = (count: number) =>
  site.desk.store.transact((writer) =>
    enqueue(
      writer,
      Array.from({ length: count }, () => draft({})),
      new Date(site.clock.now).toISOString(),
    ),
  )
const asked = () => site.desk.store.transact((writer) => stopOf(site.desk, writer, 'support'))
const templates = () =>
  site.desk.store.read.selectFrom('outbox').select(['id', 'template', 'recipient']).execute()

test('more mails in an hour than the alarm: all stops, and the administrators are told of it', async () => {
  site = await openDesk({ config: { outbox: { alarmAbove: 5 } } })
  await put(5)
  expect(await asked()).toBeNull()
  await put(1)
  const stop = await asked()
  expect(stop).toMatchObject({ by: 'ticketd', but: [7] })
  expect(stop?.because).toMatch(/^More than 5 mails/)
  expect((await templates()).at(-1)).toEqual({
    id: 7,
    template: 'admin-sending-stopped',
    recipient: 'ops@acme.test',
  })
  // Said once.
  expect(await asked()).toEqual(stop)
  expect(await templates()).toHaveLength(7)
  // Whoever pauses it as well keeps that mail on its way.
  await pauseSending(site.desk, 'looking', null)
  expect(await findStop(site.desk.store.read)).toMatchObject({ by: 'operator', but: [7] })
})

test('what a person has let go sets off no second alarm; new mails do', async () => {
  site = await openDesk({ config: { outbox: { alarmAbove: 5 } } })
  await put(20)
  expect(await asked()).not.toBeNull()
  expect(await resumeSending(site.desk, 'ops@acme.test')).toBe(true)
  expect(await resumeSending(site.desk, null)).toBe(false)
  await put(5)
  expect(await asked()).toBeNull()
  await put(1)
  expect(await asked()).not.toBeNull()
})

test('spread over hours there is no alarm, nor where it is switched off', async () => {
  site = await openDesk({ config: { outbox: { alarmAbove: 5 } } })
  for (const _ of [1, 2, 3]) {
    await put(4)
    expect(await asked()).toBeNull()
    site.clock.now += HOUR
  }
  await site.close()
  site = await openDesk({ config: { outbox: { alarmAbove: 0 } } })
  await put(20)
  expect(await asked()).toBeNull()
})

test('that the clock was set back does not make many mails of an hour', async () => {
  site = await openDesk({ config: { outbox: { alarmAbove: 5 } } })
  for (const _ of [1, 2, 3]) {
    await put(4)
    site.clock.now += HOUR
  }
  site.clock.now -= 5 * HOUR
  expect(await asked()).toBeNull()
  await put(2)
  expect(await asked()).toBeNull()
  await put(4)
  expect(await asked()).not.toBeNull()
})

test('only an administrator stops the sending', async () => {
  site = await openDesk()
  await expect(pauseSending(site.desk, null, 'agent@acme.test')).rejects.toThrow(/may not/)
  expect(await findStop(site.desk.store.read)).toBeNull()
})
