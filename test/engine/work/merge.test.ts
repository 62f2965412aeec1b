import { afterEach, expect, test } from '@jest/globals'
import { buyCredits, refundCredits } from '../../../src/engine/act/credits.ts'
import { bookMinutes } from '../../../src/engine/act/minutes.ts'
import { close, reply } from '../../../src/engine/act/tickets.ts'
import { work } from '../../../src/engine/act/work.ts'
import { creditBalance, workedOn } from '../../../src/store/credits.ts'
import { listConversation } from '../../../src/store/entries.ts'
import { listTicketEvents } from '../../../src/store/events.ts'
import { findTicket } from '../../../src/store/tickets.ts'
import { type DeskSite, openDesk, type WrittenDesk } from '../desk-site.ts'

let site: DeskSite

afterEach(() => site.close())

async function open(config: WrittenDesk['config']): Promise<void> {
  site = await openDesk({
    config: config ?? {},
    accounts: [
      { company: 'Globex', contacts: [{ name: 'Ana', address: 'ana@globex.test' }] },
      {
        company: 'Partner Inc',
        kind: 'partner',
        contacts: [{ name: 'Pat', address: 'pat@partner.test' }],
      },
      {
        company: 'Initech',
        model: 'resell',
        partner: 'Partner Inc',
        contacts: [{ name: 'Ivo', address: 'ivo@initech.test' }],
        supportContacts: ['pat@partner.test', 'sue@partner.test'],
      },
    ],
  })
}

let written = 0

async function write(from: string, subject: string, text: string): Promise<number> {
  written += 1
  const head = `Message-ID: <merge-${written}@test>\r\nFrom: ${from}\r\nTo: support@acme.test`
  const mail = `${head}\r\nSubject: ${subject}\r\n\r\n${text}\r\n`
  const { ticket } = await site.arrive(Buffer.from(mail))
  return ticket ?? 0
}

const merge = (from: number, into: number) => work(site.desk, from, { name: 'merge', into }, null)

test('minutes of merged tickets are given back once, under either number', async () => {
  await open({ departments: [{ name: 'support', agents: ['agent@acme.test'], credits: 'used' }] })
  const { desk } = site
  const balance = () => creditBalance(desk.store.read, 1)
  await buyCredits(desk, 'A-10001', 120, null)
  const old = await write('ana@globex.test', 'No tone', 'Nothing rings.')
  const left = await write('ana@globex.test', 'No sound', 'Nothing rings, again.')
  await bookMinutes(desk, old, 10, 'log', null)
  await merge(old, left)
  await bookMinutes(desk, old, 5, 'log', null)
  expect(await workedOn(desk.store.read, left)).toBe(15)
  await write('agent@acme.test', `[Acme#${old}] No tone`, '#refund 12')
  expect(await balance()).toBe(117)
  const more = refundCredits(desk, 'A-10001', 10, old, null)
  await expect(more).rejects.toThrow('minutes must be from 1 to 3')
  await bookMinutes(desk, old, 3, 'refund', null)
  expect(await balance()).toBe(120)
})

test('an open ticket that becomes part of a closed one goes on there', async () => {
  await open({})
  const old = await write('ana@globex.test', 'No tone', 'Nothing rings.')
  const left = await write('ana@globex.test', 'No sound', 'Nothing rings, again.')
  await close(site.desk, left, null)
  await merge(old, left)
  expect(await findTicket(site.desk.store.read, left)).toMatchObject({
    status: 'open',
    reopened: 1,
    clock: { from: '2026-11-02T09:00:00.000Z' },
  })
})

test('a closed ticket that becomes part of a closed one opens nothing', async () => {
  await open({})
  const old = await write('ana@globex.test', 'No tone', 'Nothing rings.')
  const left = await write('ana@globex.test', 'No sound', 'Nothing rings, again.')
  for (const number of [old, left]) await close(site.desk, number, null)
  await merge(old, left)
  expect(await findTicket(site.desk.store.read, left)).toMatchObject({ status: 'closed' })
})

test('answers to an escalated case follow the ticket that it came from', async () => {
  await open({})
  const old = await write('ivo@initech.test', 'No tone', 'Nothing rings.')
  const left = await write('ivo@initech.test', 'No sound', 'Nothing rings, again.')
  await write('pat@partner.test', `[Acme#${old}] No tone`, '#escalate\r\n\r\nPlease help.')
  await merge(old, left)
  const { told } = await reply(site.desk, left + 1, 'Restart it.', 'agent@acme.test')
  const answered = told.filter(({ notice }) => notice.template === 'support-case-answered')
  expect(answered.map(({ draft }) => draft.subject)).toEqual([`[Acme#${left}] No sound`])
  const said = (await listConversation(site.desk.store.read, left)).map((entry) => entry.reply)
  expect(said.at(-1)).toBe('Restart it.')
})

test.each([
  ['an emergency stays one, with the update that was promised', 'open', 'P1', '10:00'],
  ['one that is over makes no other ticket an emergency', 'closed', 'P3', '09:40'],
] as const)('%s', async (_, status, priority, due) => {
  await open({})
  const { desk, clock } = site
  const find = (number: number) => findTicket(desk.store.read, number)
  const old = await write('ana@globex.test', 'No tone', 'Nothing rings.')
  await work(desk, old, { name: 'priority', priority: 'P1' }, null)
  clock.now += 40 * 60_000
  const left = await write('ana@globex.test', 'No sound', 'Nothing rings, again.')
  if (status === 'closed') await close(desk, old, null)
  await merge(old, left)
  const day = status === 'closed' ? '2026-11-03' : '2026-11-02'
  const promised = { due: `${day}T${due}:00.000Z`, missed: 0 }
  expect(await find(left)).toMatchObject({ status: 'open', priority, clock: promised })
  expect((await find(old))?.clock).toBeNull()
  const events = await listTicketEvents(desk.store.read, left)
  expect(events.filter(({ kind }) => kind === 'priority').map(({ data }) => data)).toEqual(
    status === 'closed' ? [] : [{ from: 'P3', to: 'P1', ticket: old }],
  )
  // The promise that went on has not ended.
  const ended = await desk.store.read.selectFrom('promise').select('priority').execute()
  expect(ended.filter((row) => row.priority === 'P1').length).toBe(status === 'closed' ? 1 : 0)
})

test('a ticket of less haste changes no priority', async () => {
  await open({})
  const old = await write('ana@globex.test', 'No tone', 'Nothing rings.')
  const left = await write('ana@globex.test', 'No sound', 'Nothing rings, again.')
  await work(site.desk, left, { name: 'priority', priority: 'P2' }, null)
  await merge(old, left)
  expect(await findTicket(site.desk.store.read, left)).toMatchObject({ priority: 'P2' })
})
