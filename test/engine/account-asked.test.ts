import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { createAccount } from '../../src/engine/act/accounts.ts'
import { addSupport } from '../../src/engine/act/support-contacts.ts'
import { addDeployment } from '../../src/store/deployments.ts'
import { listTickets } from '../../src/store/tickets.ts'
import { type DeskSite, openDesk } from './desk-site.ts'

let site: DeskSite

beforeEach(async () => {
  const supportContacts = ['help@partner.test']
  site = await openDesk({
    accounts: [
      { company: 'Globex', supportContacts },
      { company: 'Initech', model: 'partner', supportContacts },
      { company: 'Umbrella', contacts: [{ name: 'Eva', address: 'eva@umbrella.test' }] },
    ],
  })
})

afterEach(() => site.close())

let count = 0

async function mail(subject: string, text: string, from = 'help@partner.test') {
  count += 1
  const head = [`Message-ID: <m${count}@test>`, `From: ${from}`, 'To: support@acme.test']
  return await site.arrive(Buffer.from([...head, `Subject: ${subject}`, '', text].join('\r\n')))
}

/** The subject of the one mail that asks. */
async function asked(): Promise<string> {
  const { outcome, told } = await mail('Phones', 'Dead.')
  expect({ outcome, templates: told.map((one) => one.draft.template) }).toEqual({
    outcome: 'held',
    templates: ['support-account-asked'],
  })
  const [draft] = told.map((one) => one.draft)
  expect(draft?.text).toContain('Account: A-10001')
  expect(draft?.text).toContain('Account: A-10002')
  expect(draft?.text).not.toContain('A-10003')
  return draft?.subject ?? ''
}

test('who supports several accounts is asked which one, and the answer opens the ticket', async () => {
  const answer = await mail(`Re: ${await asked()}`, 'It is a-10002, thanks.')
  expect(answer).toMatchObject({ outcome: 'command', ticket: null, told: [] })
  const [opened] = await site.takeUp()
  expect(opened).toMatchObject({ outcome: 'opened', reason: expect.stringContaining('A-10002') })
  const [ticket] = await listTickets(site.desk.store.read, { limit: 10 })
  expect(ticket).toMatchObject({ account: 'A-10002', subject: 'Phones', supportSide: 'contacts' })
})

test('what the answer says besides follows into the ticket', async () => {
  const answer = await mail(`Re: ${await asked()}`, 'A-10002. The fax died as well, since noon.')
  expect(answer).toMatchObject({ outcome: 'held', told: [] })
  const [opened] = await site.takeUp()
  expect(opened).toMatchObject({ outcome: 'opened', reason: expect.stringContaining('A-10002') })
  const [followed] = await site.takeUp()
  expect(followed).toMatchObject({
    ledgerId: answer.ledgerId,
    outcome: 'replied',
    ticket: opened?.ticket,
  })
  expect(await site.takeUp()).toEqual([])
})

test('whoever comes to support one more account meanwhile is not asked twice', async () => {
  await asked()
  const change = await addSupport(site.desk, 'A-10003', 'help@partner.test', null)
  expect(change.released).toEqual([])
  const { released } = await createAccount(
    site.desk,
    {
      ...{ kind: 'customer', model: 'partner', partner: null, company: 'Hooli' },
      decisionMaker: { name: 'Hal', address: 'hal@hooli.test' },
      ...{ supportContacts: ['help@partner.test'], phone: null, locale: null },
    },
    null,
  )
  expect(released).toEqual([])
  expect(await site.takeUp()).toEqual([])
})

test('what they write to that question later goes to the ticket', async () => {
  const subject = await asked()
  await mail(`Re: ${subject}`, 'It is A-10002.')
  const [opened] = await site.takeUp()
  const later = await mail(`Re: ${subject}`, 'And the fax of A-10002 is dead, too.')
  expect(later).toMatchObject({ outcome: 'replied', ticket: opened?.ticket })
})

test('an account that is not theirs is asked for again', async () => {
  const subject = await asked()
  const answer = await mail(`Re: ${subject}`, 'Account: A-10003')
  expect(answer.told.map((one) => one.draft.template)).toEqual(['support-account-asked'])
  expect(answer.told[0]?.draft.subject).toBe(subject)
  expect(await site.takeUp()).toEqual([])
})

test('a deployment says whose account it is; a line that names one says more', async () => {
  await site.desk.store.transact((writer) =>
    addDeployment(writer, {
      deploymentId: 'PBX-7',
      accountId: 2,
      product: 'PBX',
      serial: null,
      connectedTo: null,
      at: '2026-01-01T00:00:00.000Z',
      actor: 'operator',
    }),
  )
  const by = await mail('Phones', 'Deployment: pbx-7\n\nDead.')
  expect(by).toMatchObject({ outcome: 'opened', reason: expect.stringContaining('A-10002') })
  const named = await mail('Fax', 'Deployment: pbx-7\nAccount: A-10001\n\nDead, too.')
  expect(named).toMatchObject({ outcome: 'opened', reason: expect.stringContaining('A-10001') })
})

test('nobody else answers for them', async () => {
  const answer = await mail(`Re: ${await asked()}`, 'Account: A-10001', 'eva@umbrella.test')
  expect(answer.outcome).toBe('opened')
  expect(await site.takeUp()).toEqual([])
})
