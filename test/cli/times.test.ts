import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { printOutboxRow } from '../../src/cli/outbox/show.ts'
import { showInstants } from '../../src/cli/show.ts'
import { printTicketList } from '../../src/cli/ticket/list.ts'
import { printConversation, readTicket } from '../../src/cli/ticket/show.ts'
import { close } from '../../src/engine/act/tickets.ts'
import { openSite, ticketOf } from '../engine/act/site.ts'
import type { DeskSite } from '../engine/desk-site.ts'

/** The site's clock stands at 09:00 UTC, in winter. */
const ZONE = 'Europe/Madrid'
const ISO = /\dT\d/

let site: DeskSite
let printed: string

const io = {
  out: (text: string) => {
    printed += text
  },
  err: () => undefined,
  env: {},
  isTTY: false,
  columns: 80,
}

beforeEach(async () => {
  site = await openSite()
  printed = ''
})
afterEach(() => site.close())

test('a list names the zone of the desk once, in its heading', async () => {
  await ticketOf(site, 'ana@globex.test')
  await printTicketList(site.desk.store.read, { limit: 9 }, ZONE, io)
  expect(printed).toMatch(
    /^number .*updated \(Europe\/Madrid\) +subject\n.*2026-11-02 10:00 +Phones/,
  )
  printed = ''
  await printTicketList(site.desk.store.read, { limit: 9, json: true }, ZONE, io)
  expect(JSON.parse(printed)).toMatchObject([{ updated: '2026-11-02T09:00:00.000Z' }])
})

test('a conversation names it in its head, and says what an event changed', async () => {
  const number = await ticketOf(site, 'ana@globex.test')
  await close(site.desk, number, null)
  const { store, config } = site.desk
  printConversation(io, await readTicket(store.read, config, number), ZONE)
  expect(printed.split('\n')[1]).toMatch(/ · times: Europe\/Madrid$/)
  expect(printed).toContain('— 2026-11-02 10:00 operator: closed (was open)\n')
  expect(printed).not.toMatch(ISO)
})

test('a mail that waits says when it is tried', async () => {
  await ticketOf(site, 'ana@globex.test')
  await printOutboxRow(site.desk.store.read, 1, {}, ZONE, io)
  expect(printed).toContain('\nnext try    2026-11-02 10:00 (Europe/Madrid)\n')
})

test.each([
  ['sent 2026-07-01T22:30:00.000Z)', 'sent 2026-07-02 00:30)'],
  ['at 2026-07-01', 'at 2026-07-01'],
  ['', ''],
])('%j in the zone of the desk: %j', (text, shown) => {
  expect(showInstants(text, ZONE)).toBe(shown)
})
