import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { close, note, reopen, reply } from '../../../src/engine/act/tickets.ts'
import { listConversation } from '../../../src/store/entries.ts'
import { listTicketEvents } from '../../../src/store/events.ts'
import { listOutbox } from '../../../src/store/outbox-view.ts'
import { findTicket } from '../../../src/store/tickets.ts'
import type { DeskSite } from '../desk-site.ts'
import { codeOfActing, openSite, ticketOf } from './site.ts'

let site: DeskSite

beforeEach(async () => {
  site = await openSite()
})
afterEach(() => site.close())

const AGENT = 'agent@acme.test'
const newest = async (number: number) =>
  (await listConversation(site.desk.store.read, number)).at(-1)
const toldOf = ({ told }: Awaited<ReturnType<typeof close>>) =>
  told.map(({ notice }) => `${notice.recipient.address} ${notice.template}`).sort()

describe('who may do what', () => {
  const verbs = {
    reply: (number: number, as: string | null) => reply(site.desk, number, 'Hello', as),
    note: (number: number, as: string | null) => note(site.desk, number, 'Hm', as),
    close: (number: number, as: string | null) => close(site.desk, number, as),
    reopen: async (number: number, as: string | null) => {
      await close(site.desk, number, null)
      return await reopen(site.desk, number, as)
    },
  }
  // [who, on a ticket that the desk answers, on one that its support contacts answer]
  test.each([
    [null, 'reply note close reopen', 'reply note close reopen'],
    [AGENT, 'reply note close reopen', ''],
    ['help@partner.test', 'reply note close reopen', 'reply note close reopen'],
    ['requester', 'close reopen', 'close reopen'],
    ['carl@globex.test', '', ''],
    ['friend@else.test', '', ''],
    ['pia@partner.test', '', ''],
    ['eve@evil.test', '', ''],
    ['', '', ''],
  ])('%s', async (who, atDesk, atContacts) => {
    for (const [from, may] of [
      ['ana@globex.test', atDesk],
      ['ivo@initech.test', atContacts],
    ] as const) {
      const allowed: string[] = []
      for (const [verb, act] of Object.entries(verbs)) {
        const number = await ticketOf(site, from, 'friend@else.test')
        const ended = await codeOfActing(act(number, who === 'requester' ? from : who))
        if (ended === 'done') allowed.push(verb)
        else expect(ended).toBe('not-allowed')
      }
      expect(allowed.join(' ')).toBe(may)
    }
  })

  test('a requester is known by their other address too', async () => {
    const number = await ticketOf(site, 'ana@globex.test')
    expect(await codeOfActing(close(site.desk, number, 'ana@home.test'))).toBe('done')
  })
})

test('an answer is an entry for the customer, told to the customer and the other support side', async () => {
  const number = await ticketOf(site, 'ana@globex.test', 'friend@else.test')
  const done = await reply(site.desk, number, 'Unplug it.\r\nWait.\0', 'agent@acme.test')
  expect(done.ticket.status).toBe('waiting')
  expect(toldOf(done)).toEqual([
    'ana@globex.test customer-support-replied',
    'friend@else.test customer-support-replied',
    'help@partner.test support-support-replied',
  ])
  for (const { draft } of done.told) {
    expect(draft.text).toContain('Unplug it.\nWait.')
    expect(draft.autoSubmitted).toBeNull()
  }
  expect(await newest(number)).toMatchObject({
    direction: 'out',
    audience: 'customer',
    side: 'support',
    from: { address: 'agent@acme.test' },
    recipients: ['ana@globex.test', 'friend@else.test'],
    reply: 'Unplug it.\nWait.',
    ledgerId: null,
  })
})

test('the operator speaks as the desk, and everybody is told', async () => {
  const number = await ticketOf(site, 'ana@globex.test')
  const done = await reply(site.desk, number, 'We look into it.', null)
  expect(toldOf(done)).toEqual([
    'agent@acme.test support-support-replied',
    'ana@globex.test customer-support-replied',
    'help@partner.test support-support-replied',
  ])
  expect((await newest(number))?.from).toEqual({
    name: 'Acme Support',
    address: 'support@acme.test',
  })
})

test.each(['#close', 'Done.\n\n#close', '#clsoe\nDone.'])(
  'a command of mails never reaches the customer as a word: %j',
  async (text) => {
    const number = await ticketOf(site, 'ana@globex.test')
    const before = await listOutbox(site.desk.store.read, { limit: 100 })
    await expect(reply(site.desk, number, text, 'agent@acme.test')).rejects.toMatchObject({
      code: 'usage',
    })
    expect((await newest(number))?.reply).not.toContain('#')
    expect(await listOutbox(site.desk.store.read, { limit: 100 })).toEqual(before)
  },
)

test.each([
  ['agent@acme.test', 'vendor'],
  ['help@partner.test', 'support'],
  [null, 'vendor'],
])(
  'a note of %s is for the %s, changes no status and never reaches the customer',
  async (as, audience) => {
    const number = await ticketOf(site, 'ana@globex.test')
    const done = await note(site.desk, number, 'He shouts.', as)
    expect(done.ticket.status).toBe('open')
    // The rest of those who may see it: there is one agent, and one support contact.
    expect(toldOf(done)).toEqual(as === AGENT ? [] : ['agent@acme.test support-noted'])
    expect(await newest(number)).toMatchObject({ direction: 'note', audience, reply: 'He shouts.' })
  },
)

test('closing and reopening are told, counted and remembered with who did it', async () => {
  const number = await ticketOf(site, 'ana@globex.test')
  const closed = await close(site.desk, number, 'agent@acme.test')
  expect(closed.ticket.status).toBe('closed')
  expect(toldOf(closed)).toEqual([
    'ana@globex.test customer-closed',
    'help@partner.test support-closed',
  ])
  expect(await codeOfActing(close(site.desk, number, null))).toBe('already')
  const again = await reopen(site.desk, number, 'ana@globex.test')
  expect(again.ticket).toMatchObject({ status: 'open', reopened: 1, closedAt: null })
  const stored = await findTicket(site.desk.store.read, number)
  expect(stored).toEqual({ ...again.ticket, seq: stored?.seq, clock: stored?.clock })
  expect(stored?.clock?.from).toBe(stored?.updatedAt)
  expect(await codeOfActing(reopen(site.desk, number, null))).toBe('already')
  const events = await listTicketEvents(site.desk.store.read, number)
  expect(events.map(({ actor, kind }) => `${actor} ${kind}`)).toEqual([
    'ana@globex.test opened',
    'agent@acme.test closed',
    'ana@globex.test reopened',
  ])
})

test('an answer to a closed ticket brings it back to life, waiting for the customer', async () => {
  const number = await ticketOf(site, 'ana@globex.test')
  await close(site.desk, number, null)
  const done = await reply(site.desk, number, 'One more thing.', 'agent@acme.test')
  expect(done.ticket).toMatchObject({ status: 'waiting', reopened: 1 })
})

test('without text, or without the ticket, nothing is done', async () => {
  const number = await ticketOf(site, 'ana@globex.test')
  expect(await codeOfActing(reply(site.desk, number, ' \n ', null))).toBe('empty-text')
  expect(await codeOfActing(note(site.desk, number, '\0', null))).toBe('empty-text')
  expect(await codeOfActing(close(site.desk, 1, null))).toBe('no-ticket')
  expect(await listConversation(site.desk.store.read, number)).toHaveLength(1)
})

test('who is refused leaves nothing behind', async () => {
  const number = await ticketOf(site, 'ana@globex.test')
  const before = await listOutbox(site.desk.store.read, { limit: 100 })
  await expect(reply(site.desk, number, 'Free money', 'eve@evil.test')).rejects.toMatchObject({
    code: 'not-allowed',
    message: `eve@evil.test may not do that to ticket ${number}: eve@evil.test has no part in the ticket and holds no mail of ours.`,
  })
  expect(await listConversation(site.desk.store.read, number)).toHaveLength(1)
  expect(await listOutbox(site.desk.store.read, { limit: 100 })).toEqual(before)
})
