import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { link, split } from '../../../src/engine/act/split.ts'
import { close, reopen, reply } from '../../../src/engine/act/tickets.ts'
import { work } from '../../../src/engine/act/work.ts'
import { findTicketEntitlement } from '../../../src/store/entitlements.ts'
import { layoutOf, listAttachments, listConversation } from '../../../src/store/entries.ts'
import { listLinks, listMerged } from '../../../src/store/ticket-work.ts'
import { findTicket } from '../../../src/store/tickets.ts'
import type { Command } from '../../../src/ticket/commands.ts'
import type { DeskSite } from '../desk-site.ts'
import { codeOfActing, openSite, ticketOf } from './site.ts'

let site: DeskSite
const AGENT = 'agent@acme.test'

beforeEach(async () => {
  site = await openSite()
})
afterEach(() => site.close())

const toldOf = ({ told }: Awaited<ReturnType<typeof work>>) =>
  told.map(({ notice }) => `${notice.recipient.address} ${notice.template}`).sort()
const stored = (number: number) => findTicket(site.desk.store.read, number)

describe('who may do what', () => {
  const commands: Command[] = [
    { name: 'priority', priority: 'P1' },
    { name: 'plan', text: 'A new switch' },
    { name: 'escalate' },
  ]
  // [who, on a ticket that the desk answers, on one that its support contacts answer]
  test.each([
    [AGENT, 'priority plan escalate', ''],
    ['help@partner.test', 'escalate', 'priority plan escalate'],
    ['requester', '', ''],
    ['carl@globex.test', '', ''],
    ['eve@evil.test', '', ''],
  ])('%s', async (who, atDesk, atContacts) => {
    for (const [from, may] of [
      ['ana@globex.test', atDesk],
      ['ivo@initech.test', atContacts],
    ] as const) {
      const allowed: string[] = []
      for (const command of commands) {
        const number = await ticketOf(site, from)
        const ended = await codeOfActing(
          work(site.desk, number, command, who === 'requester' ? from : who),
        )
        if (ended === 'done') allowed.push(command.name)
        else expect(ended).toBe('not-allowed')
      }
      expect(allowed.join(' ')).toBe(may)
    }
  })
})

test('what is so already is done without a word', async () => {
  const number = await ticketOf(site, 'ana@globex.test')
  const done = await work(site.desk, number, { name: 'priority', priority: 'P3' }, AGENT)
  expect(done.told).toEqual([])
})

test('two tickets become one, and the old number goes on', async () => {
  const one = await ticketOf(site, 'ana@globex.test')
  const other = await ticketOf(site, 'ana@globex.test')
  const done = await work(site.desk, other, { name: 'merge', into: one }, AGENT)
  expect(done.ticket.number).toBe(one)
  expect(toldOf(done)).toEqual([
    'ana@globex.test customer-merged',
    'help@partner.test support-merged',
  ])
  expect(await stored(other)).toMatchObject({ status: 'closed', mergedInto: one, clock: null })
  expect(await listConversation(site.desk.store.read, one)).toHaveLength(2)
  const answered = await reply(site.desk, other, 'Unplug it.', AGENT)
  expect(answered.ticket.number).toBe(one)
  const third = await ticketOf(site, 'ana@globex.test')
  await work(site.desk, one, { name: 'merge', into: third }, AGENT)
  expect(await listMerged(site.desk.store.read, third)).toEqual([one, other])
  const again = work(site.desk, third, { name: 'merge', into: one }, AGENT)
  expect(await codeOfActing(again)).toBe('refused')
})

test('a mail gets a ticket of its own as well, and its writer the number', async () => {
  const number = await ticketOf(site, 'ana@globex.test')
  const [entry] = await listConversation(site.desk.store.read, number)
  const done = await split(site.desk, number, entry?.id ?? 0, AGENT, 'The fax')
  expect(done.ticket).toMatchObject({
    subject: 'The fax',
    requester: { address: 'ana@globex.test' },
  })
  expect(done.ticket.number).not.toBe(number)
  expect(toldOf(done)).toEqual([
    'ana@globex.test customer-split',
    'help@partner.test support-split',
  ])
  const [copy] = await listConversation(site.desk.store.read, done.ticket.number)
  expect(copy?.text).toBe(entry?.text)
  expect(await listLinks(site.desk.store.read, number)).toEqual([
    { number: done.ticket.number, kind: 'split', direction: 'to' },
  ])
  expect(await codeOfActing(split(site.desk, number, 4711, AGENT))).toBe('no-entry')
  expect(await codeOfActing(split(site.desk, number, entry?.id ?? 0, 'ana@globex.test'))).toBe(
    'not-allowed',
  )
})

test('a mail that was split off looks as it came: its HTML, its quotes, its attachments', async () => {
  const { read } = site.desk.store
  const mail = [
    'Message-ID: <fax@globex.test>',
    'From: Ana <ana@globex.test>',
    'To: support@acme.test',
    'Subject: Fax',
    'Content-Type: multipart/mixed; boundary=b',
    '',
    '--b',
    'Content-Type: text/html; charset=utf-8',
    '',
    '<p>The <b>second</b> fax is dead.</p><blockquote type="cite">Old words</blockquote>',
    '--b',
    'Content-Type: application/pdf',
    'Content-Disposition: attachment; filename=fax.pdf',
    '',
    'PDF',
    '--b--',
  ]
  const { ticket } = await site.arrive(Buffer.from(mail.join('\r\n')))
  const [entry] = await listConversation(read, ticket ?? 0)
  const { ticket: opened } = await split(site.desk, ticket ?? 0, entry?.id ?? 0, AGENT)
  const [copy] = await listConversation(read, opened.number)
  const layout = await layoutOf(read, copy?.id ?? 0)
  expect(layout).toEqual(await layoutOf(read, entry?.id ?? 0))
  expect(layout.html).toContain('<b>second</b>')
  expect(layout.folds).not.toEqual([])
  expect(await listAttachments(read, [copy?.id ?? 0])).toMatchObject([{ name: 'fax.pdf' }])
})

test('tickets are linked once, and not to themselves', async () => {
  const one = await ticketOf(site, 'ana@globex.test')
  const other = await ticketOf(site, 'ana@globex.test')
  expect((await link(site.desk, one, other, AGENT)).told).toEqual([])
  expect(await codeOfActing(link(site.desk, other, one, AGENT))).toBe('already')
  expect(await codeOfActing(link(site.desk, one, one, AGENT))).toBe('refused')
  expect(await codeOfActing(link(site.desk, one, 999, AGENT))).toBe('no-ticket')
})

test('where support contacts answer, one of them has to ask the vendor', async () => {
  const number = await ticketOf(site, 'ivo@initech.test')
  expect(await codeOfActing(work(site.desk, number, { name: 'escalate' }, null))).toBe('refused')
  const asked = work(site.desk, number, { name: 'escalate' }, 'help@partner.test', 'In vain.')
  expect(toldOf(await asked)).toEqual([
    'agent@acme.test support-opened',
    'help@partner.test customer-case-opened',
  ])
  const twice = work(site.desk, number, { name: 'escalate' }, 'help@partner.test')
  expect(await codeOfActing(twice)).toBe('refused')
})

test('a closed ticket is escalated only once it is reopened', async () => {
  const number = await ticketOf(site, 'Ana <ana@globex.test>')
  await close(site.desk, number, null)
  await expect(work(site.desk, number, { name: 'escalate' }, AGENT, 'Help.')).rejects.toThrow(
    `Ticket ${number} is as it was: it is closed; reopen it first.`,
  )
  await reopen(site.desk, number, null)
  expect(await codeOfActing(work(site.desk, number, { name: 'escalate' }, AGENT))).toBe('done')
})

test('an escalation says what it rests on, and is open though that is nothing', async () => {
  await site.close()
  const departments = [
    { name: 'support', agents: [AGENT], contract: 'required', products: ['Gateway'] },
  ]
  site = await openSite({ departments })
  const number = await ticketOf(site, 'ivo@initech.test')
  await work(site.desk, number, { name: 'escalate' }, 'help@partner.test')
  const [link] = await listLinks(site.desk.store.read, number)
  const entitlement = await findTicketEntitlement(site.desk.store.read, link?.number ?? 0)
  expect(entitlement).toMatchObject({ unentitled: 1, because: expect.any(String) })
})
