import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { sendBundles } from '../../../src/engine/due/bundles.ts'
import { hold } from '../../../src/engine/holder.ts'
import { silent } from '../../../src/log.ts'
import { listOutbox, showOutbox } from '../../../src/store/outbox-view.ts'
import { findTicket } from '../../../src/store/tickets.ts'
import { openSite, ticketOf } from '../act/site.ts'
import type { DeskSite } from '../desk-site.ts'

let site: DeskSite
let ticket: number

beforeEach(async () => {
  site = await openSite()
  ticket = await ticketOf(site, 'ana@globex.test')
})
afterEach(() => site.close())

let written = 0

async function write(from: string, words: string) {
  written += 1
  // Slower than what the brake on floods would stop.
  site.clock.now += 120_000
  const lines = [
    `Message-ID: <bundle-${written}@test>`,
    `From: ${from}`,
    'To: support@acme.test',
    `Subject: Re: [Acme#${ticket}] Phones`,
    '',
    words,
  ]
  return await site.arrive(Buffer.from(lines.join('\r\n')))
}

async function reopen(i: number): Promise<string[]> {
  await write('agent@acme.test', '#close')
  const fate = await write('ana@globex.test', `Not solved, says reopening ${i}.`)
  expect(fate.outcome).toBe('reopened')
  return fate.told.map((t) => t.draft.template).sort()
}

async function send(): Promise<number> {
  const holder = await hold(site.desk.store, site.desk.now, silent)
  if (!holder) throw new Error('The lease is taken.')
  const sent = await sendBundles(site.desk, holder)
  await holder.release()
  return sent
}

test('from the fourth reopening within an hour its notices come in one mail', async () => {
  const each = ['customer-reopened', 'support-reopened', 'support-reopened']
  for (const i of [1, 2, 3]) expect(await reopen(i)).toEqual(each)
  for (const i of [4, 5]) expect(await reopen(i)).toEqual([])
  expect(await findTicket(site.desk.store.read, ticket)).toMatchObject({
    status: 'open',
    reopened: 5,
  })
  expect(await send()).toBe(0)
  site.clock.now += 600_000
  expect(await send()).toBe(1)
  expect(await send()).toBe(0)
  const { read } = site.desk.store
  const items = await listOutbox(read, { limit: 50 })
  const rows = await Promise.all(items.map((item) => showOutbox(read, item.id)))
  const bundled = rows.filter((row) => row?.template === 'support-reopenings-bundled')
  expect(bundled.map((row) => row?.recipient).sort()).toEqual([
    'agent@acme.test',
    'help@partner.test',
  ])
  for (const row of bundled) {
    expect(row?.text).toContain('says reopening 4')
    expect(row?.text).toContain('says reopening 5')
  }
})

test('an hour later a reopening is told by itself again', async () => {
  for (const i of [1, 2, 3, 4]) await reopen(i)
  site.clock.now += 3_600_000
  expect(await reopen(5)).toContain('support-reopened')
})
