import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { reply } from '../../../src/engine/act/tickets.ts'
import { sendCadenceReport } from '../../../src/engine/due/cadence-report.ts'
import { hold } from '../../../src/engine/holder.ts'
import { listOutbox, showOutbox } from '../../../src/store/outbox-view.ts'
import { type DeskSite, openDesk } from '../desk-site.ts'

let site: DeskSite
const DAY = 86_400_000

beforeEach(async () => {
  const contacts = [{ name: 'Ana', address: 'ana@globex.test' }]
  site = await openDesk({ accounts: [{ company: 'Globex', contacts }] })
})
afterEach(() => site.close())

async function sent(): Promise<boolean> {
  const holder = await hold(site.desk.store, site.desk.now, site.desk.log)
  if (!holder) throw new Error('nobody else may hold the lease')
  const done = await sendCadenceReport(site.desk, holder)
  await holder.release()
  return done
}

test('the administrators get the month before, on its first day, once', async () => {
  // A new desk has nothing to tell.
  expect(await sent()).toBe(false)
  const head = 'From: ana@globex.test\r\nTo: support@acme.test\r\nSubject: Phones\r\n'
  const fate = await site.arrive(Buffer.from(`${head}Message-ID: <1@globex.test>\r\n\r\nDead.\r\n`))
  site.clock.now += DAY / 2
  await reply(site.desk, fate.ticket ?? 0, 'We are on it.', null)
  site.clock.now = Date.parse('2026-11-30T23:59:00Z')
  expect(await sent()).toBe(false)
  site.clock.now = Date.parse('2026-12-01T07:59:00Z')
  expect(await sent()).toBe(false)
  site.clock.now = Date.parse('2026-12-01T08:00:00Z')
  expect(await sent()).toBe(true)
  site.clock.now += DAY
  expect(await sent()).toBe(false)
  const { read } = site.desk.store
  const all = await listOutbox(read, { limit: 100 })
  const [mail, ...more] = await Promise.all(
    all
      .filter(({ template }) => template === 'admin-cadence-report')
      .map(({ id }) => showOutbox(read, id)),
  )
  expect(more).toEqual([])
  // One was kept, and the next one is overdue since the third.
  expect(mail).toMatchObject({ recipient: 'ops@acme.test', subject: 'Updates in time: 50 %' })
  expect(mail?.text).toContain('support P3 #####..... 50 %')
  expect(mail?.html).toMatch(/<svg [^>]+>.*support P3.*<\/svg>/s)

  // A clock that was far ahead for a while silences nobody until then.
  site.clock.now = Date.parse('2100-03-01T08:00:00Z')
  expect(await sent()).toBe(true)
  site.clock.now = Date.parse('2027-01-01T08:00:00Z')
  expect(await sent()).toBe(true)
})
