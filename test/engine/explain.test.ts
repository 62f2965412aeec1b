import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { changedSince } from '../../src/engine/changed.ts'
import { explainFile, explainMail } from '../../src/engine/explain.ts'
import { addContact } from '../../src/store/contacts.ts'
import { countLedger } from '../../src/store/status.ts'
import { letter, openSite, ticketOf } from './act/site.ts'
import type { DeskSite } from './desk-site.ts'

let site: DeskSite

beforeEach(async () => {
  site = await openSite()
})
afterEach(() => site.close())

const mail = (from: string, subject: string) =>
  Buffer.from(
    [
      'Message-ID: <explained@test>',
      `From: ${from}`,
      'To: support@acme.test',
      `Subject: ${subject}`,
      'In-Reply-To: <ticket.100042.1.0123456789ab@acme.test>',
      '',
      'It rings.',
    ].join('\r\n'),
  )

const AGENT = {
  address: 'agent@acme.test',
  template: 'support-customer-replied',
  reason: 'Told as an agent of support because the customer wrote.',
}

test('a file: evidence, rules in their order, decision, recipients with reasons, mails; nothing is written', async () => {
  const ticket = await ticketOf(site, 'ana@globex.test')
  const before = await countLedger(site.desk.store.read)
  const told = await explainFile(
    site.desk,
    mail('ana@globex.test', `Re: [Acme#${ticket}] Phones`),
    'support',
  )
  expect(told).toMatchObject({
    outcome: 'replied',
    reason: 'the writer is the requester',
    ticket,
    evidence: [
      { kind: 'tag', shown: `[Acme#${ticket}]`, ticket, verdict: 'taken' },
      { kind: 'reference', verdict: 'refused: we did not sign it' },
    ],
  })
  expect(told.rules.map((rule) => rule.rule)).toEqual([
    'blocked',
    'our own',
    'duplicate',
    'bounce',
    'automatic',
    'suspicious',
    'sender',
    'registration',
    'details',
    'what waits',
    'what was asked',
    'account named',
    'my tickets',
    'conversation',
  ])
  expect(told.rules.at(-1)?.answer).toBe('the writer is the requester')
  expect(told.recipients[0]).toEqual(AGENT)
  expect(told.mails.map((one) => one.to)).toEqual(['agent@acme.test', 'help@partner.test'])
  expect(told.mails[0]?.text).toContain('It rings.')
  expect(await countLedger(site.desk.store.read)).toEqual(before)
})

test('a past mail says the same, with how each of its mails stands', async () => {
  const ticket = await ticketOf(site, 'ana@globex.test')
  const { ledgerId } = await letter(site, 'ana@globex.test', `Re: [Acme#${ticket}] Phones`)
  const told = await explainMail(site.desk, ledgerId)
  expect(told).toMatchObject({
    outcome: 'replied',
    ticket,
    evidence: [{ kind: 'tag', verdict: 'taken' }],
    history: [{ actor: 'ticketd', outcome: 'replied' }],
  })
  expect(told.recipients[0]).toEqual({ ...AGENT, reason: `${AGENT.reason} (queued)` })
  expect(told.rules.at(-1)).toEqual({ rule: 'conversation', answer: told.reason })
})

test('past mails that would now be decided otherwise are named, the others not', async () => {
  const since = new Date(site.clock.now - 1).toISOString()
  const ticket = await ticketOf(site, 'ana@globex.test')
  await letter(site, 'ana@globex.test', `Re: [Acme#${ticket}] Phones`)
  await letter(site, 'agent@acme.test', `Re: [Acme#${ticket}] Phones`)
  await letter(site, 'eve@evil.test', `[Acme#${ticket}] Phones`)
  const held = await letter(site, 'uma@new.test', 'Help')
  expect(await changedSince(site.desk, since)).toEqual([])
  await site.desk.store.transact((writer) =>
    addContact(writer, {
      accountId: 1,
      name: 'Uma',
      address: 'uma@new.test',
      phone: null,
      locale: null,
      roles: ['authorised-contact'],
      createdAt: since,
    }),
  )
  const before = await countLedger(site.desk.store.read)
  expect(await changedSince(site.desk, since)).toMatchObject([
    {
      id: held.ledgerId,
      from: 'uma@new.test',
      was: { outcome: 'held', ticket: null },
      now: { outcome: 'opened', reason: 'a contact of A-10001 wrote' },
    },
  ])
  expect(await countLedger(site.desk.store.read)).toEqual(before)
  const later = new Date(site.clock.now + 1).toISOString()
  expect(await changedSince(site.desk, later)).toEqual([])
})
