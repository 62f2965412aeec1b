import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { createAccount } from '../../src/engine/act/accounts.ts'
import { pollOnce } from '../../src/engine/poll.ts'
import { listTicketEvents } from '../../src/store/events.ts'
import { listOutbox } from '../../src/store/outbox-view.ts'
import { listSuppressed } from '../../src/store/suppressed.ts'
import { type Sink, startSmtpSink } from '../servers/smtp-sink.ts'
import { ticketOf } from './act/site.ts'
import { type DeskSite, openDesk } from './desk-site.ts'

let sink: Sink
let site: DeskSite

beforeEach(async () => {
  sink = await startSmtpSink()
  site = await openDesk({
    config: { smtp: { host: '127.0.0.1', port: sink.port, security: 'none', perMinute: 0 } },
    accounts: [
      {
        company: 'Globex',
        contacts: [{ name: 'Ana Ruiz', address: 'ana@globex.test' }],
        supportContacts: ['help@partner.test'],
      },
    ],
  })
})
afterEach(async () => {
  await site.close()
  await sink.stop()
})

/** Sends until nothing is due; no mailbox can be reached, which is no matter here. */
const send = () => pollOnce(site.desk, new AbortController().signal)
const suppressed = async () =>
  (await listSuppressed(site.desk.store.read, 10)).map(({ address, kind, reason, ledgerId }) => {
    return { address, kind, reason, ledgerId }
  })

const create = (company: string, address: string) =>
  createAccount(
    site.desk,
    {
      kind: 'customer',
      model: 'cloud',
      partner: null,
      company,
      decisionMaker: { name: 'Dora', address },
      supportContacts: ['help@partner.test'],
      phone: null,
      locale: null,
    },
    null,
  )

/** What a server says that has taken a mail and found nobody to give it to. */
function reportOf(address: string, messageId: string): Buffer {
  const lines = [
    'From: mailer-daemon@mx.test',
    'To: support@acme.test',
    'Subject: Undelivered Mail Returned to Sender',
    'Message-ID: <report@mx.test>',
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
    '',
    '--b',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mx.test',
    '',
    `Final-Recipient: rfc822; ${address}`,
    'Action: failed',
    'Status: 5.1.1',
    'Diagnostic-Code: smtp; 550 5.1.1 no such user',
    '',
    '--b',
    'Content-Type: text/rfc822-headers',
    '',
    `Message-ID: ${messageId}`,
    '',
    '--b--',
    '',
  ]
  return Buffer.from(lines.join('\r\n'))
}

test('an address that the server does not know is suppressed, and the support side told', async () => {
  const words = '550 5.1.1 no such user'
  sink.behaviour.recipients['ana@globex.test'] = words
  const ticket = await ticketOf(site, 'ana@globex.test')
  await send()
  expect(await suppressed()).toEqual([
    { address: 'ana@globex.test', kind: 'bounced', reason: words, ledgerId: null },
  ])
  const rows = await listOutbox(site.desk.store.read, { limit: 20 })
  const seen = rows.map((row) => `${row.template} ${row.to} ${row.status}`).sort()
  expect(seen).toEqual([
    'customer-opened ana@globex.test failed',
    'support-address-bounced agent@acme.test sent',
    'support-address-bounced help@partner.test sent',
    'support-opened agent@acme.test sent',
    'support-opened help@partner.test sent',
  ])
  const events = await listTicketEvents(site.desk.store.read, ticket)
  expect(events.map((event) => event.kind)).toEqual(['opened', 'address-suppressed'])
})

test('what a server has against the mail says nothing about the address', async () => {
  sink.behaviour.recipients['ana@globex.test'] = '550 5.7.1 looks like spam'
  await ticketOf(site, 'ana@globex.test')
  await send()
  expect(await suppressed()).toEqual([])
  const rows = await listOutbox(site.desk.store.read, { limit: 20 })
  expect(rows.filter((row) => row.to === 'ops@acme.test')).toMatchObject([
    { template: 'admin-mail-failed', status: 'sent' },
  ])
})

test('a welcome mail to nobody is told to the administrators, refused at once or sent back later', async () => {
  sink.behaviour.recipients['dora@initech.test'] = '550 5.1.1 no such user'
  await create('Initech', 'dora@initech.test')
  await create('Hooli', 'gavin@hooli.test')
  await send()
  const welcome = (await listOutbox(site.desk.store.read, { status: 'sent', limit: 20 })).find(
    (row) => row.to === 'gavin@hooli.test',
  )
  const fate = await site.arrive(reportOf('gavin@hooli.test', welcome?.messageId ?? ''))
  expect(fate).toMatchObject({ outcome: 'bounce', ticket: null })
  await send()
  expect((await suppressed()).map((s) => s.address).sort()).toEqual([
    'dora@initech.test',
    'gavin@hooli.test',
  ])
  const alarms = sink.mails.filter((mail) => mail.to.includes('ops@acme.test'))
  const texts = await Promise.all(alarms.map(async (mail) => (await mail.parsed()).text ?? ''))
  expect(texts).toHaveLength(2)
  expect(texts[0]).toContain('ticketd contact unsuppress dora@initech.test')
  expect(texts[1]).toContain('ticketd contact unsuppress gavin@hooli.test')
})
