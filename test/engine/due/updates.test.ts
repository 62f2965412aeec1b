import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { close, note, reply } from '../../../src/engine/act/tickets.ts'
import { work } from '../../../src/engine/act/work.ts'
import { watchClocks } from '../../../src/engine/due/clocks.ts'
import { sendUpdatesDue } from '../../../src/engine/due/updates.ts'
import { hold } from '../../../src/engine/holder.ts'
import { listTicketEvents } from '../../../src/store/events.ts'
import { listOutbox, showOutbox } from '../../../src/store/outbox-view.ts'
import { findTicket } from '../../../src/store/tickets.ts'
import { type DeskSite, openDesk } from '../desk-site.ts'

const HOUR = 3_600_000
const MINUTE = 60_000
let site: DeskSite
let number: number

beforeEach(async () => {
  site = await openDesk({
    config: {
      departments: [
        {
          name: 'support',
          agents: ['agent@acme.test', 'kim@acme.test'],
          escalateTo: ['boss@acme.test'],
        },
      ],
      cadence: { P1: { holdingNote: true } },
    },
    accounts: [
      {
        company: 'Globex',
        contacts: [{ name: 'Ana', address: 'ana@globex.test' }],
        supportContacts: ['help@partner.test'],
      },
    ],
  })
  const head = 'From: ana@globex.test\r\nTo: support@acme.test\r\nSubject: Phones\r\n'
  const fate = await site.arrive(Buffer.from(`${head}Message-ID: <1@globex.test>\r\n\r\nDead.\r\n`))
  number = fate.ticket ?? 0
  await work(site.desk, number, { name: 'priority', priority: 'P1' }, 'agent@acme.test')
})
afterEach(() => site.close())

/** What the sweep writes to whom when so much time has passed. */
async function sweepAfter(ms: number, watch = watchClocks(site.desk)): Promise<string[]> {
  site.clock.now += ms
  const before = await listOutbox(site.desk.store.read, { limit: 100 })
  const holder = await hold(site.desk.store, site.desk.now, site.desk.log)
  if (!holder) throw new Error('nobody else may hold the lease')
  await watch(holder)
  await sendUpdatesDue(site.desk, holder)
  await holder.release()
  const after = await listOutbox(site.desk.store.read, { limit: 100 })
  const known = new Set(before.map(({ id }) => id))
  return after
    .filter(({ id }) => !known.has(id))
    .map(({ to, template }) => `${to} ${template}`)
    .sort()
}

async function lastTextTo(address: string): Promise<string> {
  const [last] = (await listOutbox(site.desk.store.read, { limit: 100 })).filter(
    ({ to }) => to === address,
  )
  const row = await showOutbox(site.desk.store.read, last?.id ?? 0)
  return row?.text ?? ''
}

const REMINDED = ['agent@acme.test support-update-due', 'kim@acme.test support-update-due']
const OVERDUE = ['boss@acme.test support-update-overdue']
const LATE = 'ana@globex.test customer-update-late'

test('agents are reminded at 75 %, then it is escalated at each further period, each once', async () => {
  expect(await sweepAfter(44 * MINUTE)).toEqual([])
  expect(await sweepAfter(MINUTE)).toEqual(REMINDED)
  expect(await sweepAfter(MINUTE)).toEqual([])
  expect(await sweepAfter(14 * MINUTE)).toEqual([LATE, ...OVERDUE])
  expect(await lastTextTo('boss@acme.test')).toMatch(/has not come\. The customer last heard/)
  expect(await sweepAfter(MINUTE)).toEqual([])
  expect(await sweepAfter(HOUR)).toEqual(OVERDUE)
  // While nobody looked, many periods passed: that is one mail.
  expect(await sweepAfter(12 * HOUR)).toEqual(OVERDUE)
  const events = await listTicketEvents(site.desk.store.read, number)
  expect(
    events.filter(({ kind }) => kind.startsWith('update-')).map(({ data }) => data.missed),
  ).toEqual([undefined, 1, 2, 14])
})

test('a clock that was a month ahead leaves the promise at its time', async () => {
  const watch = watchClocks(site.desk)
  expect(await sweepAfter(10 * MINUTE, watch)).toEqual([])
  const month = 30 * 24 * HOUR
  expect(await sweepAfter(month, watch)).toEqual([LATE, ...OVERDUE])
  expect(await sweepAfter(30 * MINUTE - month, watch)).toEqual([])
  expect(await sweepAfter(5 * MINUTE, watch)).toEqual(REMINDED)
  expect(await sweepAfter(15 * MINUTE, watch)).toEqual([LATE, ...OVERDUE])
})

test('what was promised while the clock was ahead is due as if it had been right', async () => {
  const watch = watchClocks(site.desk)
  site.clock.now += 5 * HOUR
  await reply(site.desk, number, 'We are on it.', 'agent@acme.test')
  expect(await sweepAfter(20 * MINUTE, watch)).toEqual([])
  expect(await sweepAfter(-5 * HOUR, watch)).toEqual([])
  expect((await findTicket(site.desk.store.read, number))?.clock?.due).toBe(
    '2026-11-02T10:00:00.000Z',
  )
  expect(await sweepAfter(25 * MINUTE, watch)).toEqual(REMINDED)
})

test('where nobody saw the clock go back, the period begins when somebody looks', async () => {
  site.clock.now += 5 * HOUR
  await reply(site.desk, number, 'We are on it.', 'agent@acme.test')
  expect(await sweepAfter(30 * MINUTE - 5 * HOUR)).toEqual([])
  expect(await sweepAfter(44 * MINUTE)).toEqual([])
  expect(await sweepAfter(MINUTE)).toEqual(REMINDED)
})

test('the owner alone is reminded', async () => {
  await work(site.desk, number, { name: 'assign', address: 'kim@acme.test' }, null)
  expect(await sweepAfter(45 * MINUTE)).toEqual(['kim@acme.test support-update-due'])
})

test('an answer restarts the clock; a note, and what the customer writes, do not', async () => {
  site.clock.now += 40 * MINUTE
  await note(site.desk, number, 'Hm.', 'agent@acme.test')
  expect(await sweepAfter(5 * MINUTE)).toEqual(REMINDED)
  await reply(site.desk, number, 'We are on it.', 'agent@acme.test')
  expect(await sweepAfter(44 * MINUTE)).toEqual([])
  expect(await sweepAfter(MINUTE)).toEqual(REMINDED)
})

test('an action plan ends the fast pace, closing ends all', async () => {
  await work(site.desk, number, { name: 'plan', text: 'A new switch' }, 'agent@acme.test')
  expect(await sweepAfter(12 * HOUR)).toEqual([])
  expect(await sweepAfter(6 * HOUR)).toEqual(REMINDED)
  await close(site.desk, number, 'agent@acme.test')
  expect((await findTicket(site.desk.store.read, number))?.clock).toBeNull()
  expect(await sweepAfter(48 * HOUR)).toEqual([])
})

test('every promise that came to its end is noted, kept or not', async () => {
  site.clock.now += 30 * MINUTE
  await reply(site.desk, number, 'We are on it.', 'agent@acme.test')
  site.clock.now += 90 * MINUTE
  await reply(site.desk, number, 'Still.', 'agent@acme.test')
  const rows = await site.desk.store.read.selectFrom('promise').selectAll().execute()
  expect(rows.map(({ priority, dueAt, endedAt }) => [priority, endedAt <= dueAt])).toEqual([
    ['P1', true],
    ['P1', false],
  ])
})
