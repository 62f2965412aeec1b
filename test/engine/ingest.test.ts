import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { ingestMail } from '../../src/engine/ingest.ts'
import { findListedMail } from '../../src/store/ledger-view.ts'
import { codeOfActing, openSite } from './act/site.ts'
import type { DeskSite } from './desk-site.ts'

let site: DeskSite

beforeEach(async () => {
  const sales = { name: 'sales', address: 'sales@acme.test' }
  site = await openSite({ mailboxes: [{}, sales] })
})
afterEach(() => site.close())

const ingest = (mailbox: string | null, words = 'Subject: x\r\n\r\nWords.\r\n') =>
  ingestMail(site.desk, Buffer.from(words), mailbox)

test.each([
  [null, 'support'],
  ['support', 'support'],
  ['sales', 'sales'],
])('a mail of a pipe that came to %j stands in the mailbox %s', async (mailbox, name) => {
  // The other one has mails of a pipe too.
  await ingest(name === 'sales' ? null : 'sales')
  const row = await findListedMail(site.desk.store.read, await ingest(mailbox))
  expect(row).toMatchObject({ mailbox: name, state: 'received' })
})

test('what is no mailbox, and what is no mail, is refused', async () => {
  expect(await codeOfActing(ingest('abuse'))).toBe('no-mailbox')
  expect(await codeOfActing(ingest('sales', ''))).toBe('empty-mail')
})
