import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { retryMail } from '../../../src/engine/act/outbox.ts'
import { unsuppressAddress } from '../../../src/engine/act/suppression.ts'
import { reply } from '../../../src/engine/act/tickets.ts'
import { listTicketEvents } from '../../../src/store/events.ts'
import { listOutbox } from '../../../src/store/outbox-view.ts'
import { findSuppression, suppress } from '../../../src/store/suppressed.ts'
import type { DeskSite } from '../desk-site.ts'
import { codeOfActing, openSite, ticketOf } from './site.ts'

let site: DeskSite
let ticket: number

beforeEach(async () => {
  site = await openSite()
  ticket = await ticketOf(site, 'ana@globex.test')
  await site.desk.store.transact(async (writer) => {
    const since = '2026-11-02T09:00:00.000Z'
    const cause = { reason: 'no such user', outboxId: 1, ledgerId: null }
    await suppress(writer, { address: 'ana@globex.test', kind: 'bounced', since, ...cause }, since)
  })
})
afterEach(() => site.close())

const stillKeptBack = async () =>
  (await findSuppression(site.desk.store.read, 'ana@globex.test')) !== undefined

test.each([
  [null, 'done'],
  ['ops@acme.test', 'done'],
  ['agent@acme.test', 'done'],
  ['ada@globex.test', 'done'],
  ['carl@globex.test', 'not-allowed'],
  ['ulf@globex.test', 'not-allowed'],
  ['sue@partner.test', 'not-allowed'],
  ['eve@evil.test', 'not-allowed'],
])('%s has mails sent to her again: %s', async (as, ends) => {
  expect(await codeOfActing(unsuppressAddress(site.desk, ' Ana@globex.test ', as))).toBe(ends)
  expect(await stillKeptBack()).toBe(ends !== 'done')
  const kinds = (await listTicketEvents(site.desk.store.read, ticket)).map((event) => event.kind)
  expect(kinds.includes('address-unsuppressed')).toBe(ends === 'done')
})

test('what was kept back leaves when somebody asks, and not before the address is opened', async () => {
  await reply(site.desk, ticket, 'Plug it in.', 'agent@acme.test')
  const kept = await listOutbox(site.desk.store.read, { status: 'suppressed', limit: 10 })
  expect(kept.map((row) => row.to)).toEqual(['ana@globex.test'])
  const id = kept[0]?.id ?? 0
  expect(await codeOfActing(retryMail(site.desk, id, null))).toBe('suppressed')
  await unsuppressAddress(site.desk, 'ana@globex.test', null)
  expect(await codeOfActing(retryMail(site.desk, id, null))).toBe('done')
  expect(await codeOfActing(unsuppressAddress(site.desk, 'ana@globex.test', null))).toBe(
    'not-suppressed',
  )
})
