import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { readTicket } from '../../../src/cli/ticket/show.ts'
import { importMail } from '../../../src/engine/act/import.ts'
import { sendHeldDigests } from '../../../src/engine/due/held-digest.ts'
import { tellOfQuarantined } from '../../../src/engine/due/quarantined.ts'
import { type Holder, hold } from '../../../src/engine/holder.ts'
import { unwatched } from '../../../src/engine/kill-points.ts'
import { type NewTicket, openTicket } from '../../../src/engine/open-ticket.ts'
import { deskOf } from '../../../src/engine/past.ts'
import { pollOnce } from '../../../src/engine/poll.ts'
import { silent } from '../../../src/log.ts'
import { openFiles } from '../../../src/mailbox/archive.ts'
import { unseen } from '../../../src/progress.ts'
import { changeOutcome } from '../../../src/store/held.ts'
import { listTickets } from '../../../src/store/tickets.ts'
import { type DeskSite, openDesk } from '../desk-site.ts'

let site: DeskSite
let folder: string

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'import-'))
  mkdirSync(path.join(folder, 'cur'))
  await open()
})
afterEach(async () => {
  await site.close()
  rmSync(folder, { recursive: true })
})

async function open(more: object = {}): Promise<void> {
  site = await openDesk({
    config: { desk: { unknownSenders: 'open', ...more } },
    accounts: [{ company: 'Globex', contacts: [{ name: 'Ana', address: 'ana@globex.test' }] }],
  })
  site.clock.now = Date.parse('2026-11-21T12:00:00.000Z')
}

let files = 0
function lies(date: string, head: string): void {
  files += 1
  const mail = `Message-ID: <old${files}@globex.test>\r\nFrom: ana@globex.test\r\nTo: support@acme.test\r\nDate: ${date}\r\n${head}\r\n\r\nWords ${files}.\r\n`
  writeFileSync(path.join(folder, 'cur', `${files}.host`), mail)
}

const run = async (signal = new AbortController().signal, said: number[] = []) => {
  const archive = await openFiles(folder)
  const options = { mailbox: 'support', before: '2026-11-20T00:00:00.000Z', signal }
  const result = await importMail(site.desk, archive, options, ({ taken }) => said.push(taken))
  await archive.close()
  return result
}
const poll = () => pollOnce(site.desk, new AbortController().signal)
const outbox = () => site.desk.store.read.selectFrom('outbox').select('template').execute()

test('old mail becomes tickets of its time, threaded, closed when old, and nobody is told', async () => {
  lies('Mon, 01 Mar 2021 09:00:00 +0000', 'Subject: Phones')
  const first = files
  lies(
    'Tue, 02 Mar 2021 09:00:00 +0000',
    `Subject: Re: Phones\r\nReferences: <old${first}@globex.test>`,
  )
  lies('Thu, 19 Nov 2026 09:00:00 +0000', 'Subject: Fax')
  lies('Sat, 21 Nov 2026 09:00:00 +0000', 'Subject: too young')
  expect(await run()).toMatchObject({
    all: 3,
    younger: 1,
    live: 0,
    taken: 3,
    outcomes: [{ outcome: null, count: 3 }],
  })
  const counted: unknown[] = []
  const taken = (...said: unknown[]) => void counted.push(said)
  await pollOnce(site.desk, new AbortController().signal, unwatched, { taken, sent: unseen })
  // What waits at a start is taken up together.
  expect(counted).toEqual([[3, 3]])
  const tickets = await listTickets(site.desk.store.read, { limit: 10 })
  expect(tickets.map(({ subject, status }) => [subject, status]).sort()).toEqual([
    ['Fax', 'open'],
    ['Phones', 'closed'],
  ])
  const phones = await site.desk.store.read
    .selectFrom('ticket')
    .select(['openedAt', 'updatedAt'])
    .where('subject', '=', 'Phones')
    .executeTakeFirst()
  expect(phones).toEqual({
    openedAt: '2021-03-01T09:00:00.000Z',
    updatedAt: '2021-03-02T09:00:00.000Z',
  })
  expect(await outbox()).toEqual([])
  // Once more: all is known.
  const again = await run()
  expect(again.outcomes).toEqual(
    expect.arrayContaining([
      { outcome: 'opened', count: 2 },
      expect.objectContaining({ count: 1 }),
    ]),
  )
})

test('answers from the mailbox itself are part of the story, which ends once', async () => {
  lies('Mon, 01 Mar 2021 09:00:00 +0000', 'Subject: Phones')
  const first = `<old${files}@globex.test>`
  const ours = `Message-ID: <ours@acme.test>\r\nFrom: support@acme.test\r\nTo: ana@globex.test\r\nDate: Mon, 01 Mar 2021 10:00:00 +0000\r\nIn-Reply-To: ${first}\r\n\r\nRestart them.\r\n`
  writeFileSync(path.join(folder, 'cur', 'ours.host'), ours)
  lies('Mon, 01 Mar 2021 11:00:00 +0000', 'Subject: Re: Phones\r\nIn-Reply-To: <ours@acme.test>')
  await run()
  await poll()
  const [ticket] = await listTickets(site.desk.store.read, { limit: 2 })
  const { entries, events, ...rest } = await readTicket(
    site.desk.store.read,
    site.desk.config,
    ticket?.number ?? 0,
  )
  expect(rest).toMatchObject({ status: 'closed', reopened: 0 })
  expect(entries.map(({ direction, from }) => [direction, from])).toEqual([
    ['in', 'ana@globex.test'],
    ['out', 'support@acme.test'],
    ['in', 'ana@globex.test'],
  ])
  expect(events.filter(({ kind }) => kind === 'closed')).toHaveLength(1)
  expect(await outbox()).toEqual([])
})

test('minutes of long ago are not booked again', async () => {
  lies('Mon, 01 Mar 2021 09:00:00 +0000', 'Subject: Phones')
  const answer = `Message-ID: <a@acme.test>\r\nFrom: agent@acme.test\r\nTo: ana@globex.test\r\nDate: Mon, 01 Mar 2021 10:00:00 +0000\r\nIn-Reply-To: <old${files}@globex.test>\r\n\r\n#minutes 30\r\n#priority P1\r\n\r\nRestart them.\r\n`
  writeFileSync(path.join(folder, 'cur', 'answer.host'), answer)
  await run()
  await poll()
  const events = await site.desk.store.read.selectFrom('event').select('kind').execute()
  const kinds = events.map(({ kind }) => kind)
  expect(kinds).toContain('priority')
  expect(kinds).not.toContain('minutes-logged')
})

test('nothing had to be proved then, also where it has to be now', async () => {
  await site.close()
  await open({ senderCheck: 'require', staffByFromAlone: false })
  lies('Mon, 01 Mar 2021 09:00:00 +0000', 'Subject: Phones')
  const answer = `Message-ID: <a@acme.test>\r\nFrom: agent@acme.test\r\nTo: ana@globex.test\r\nDate: Mon, 01 Mar 2021 10:00:00 +0000\r\nIn-Reply-To: <old${files}@globex.test>\r\n\r\n#priority P1\r\n\r\nRestart them.\r\n`
  writeFileSync(path.join(folder, 'cur', 'answer.host'), answer)
  await run()
  await poll()
  const [ticket, ...others] = await listTickets(site.desk.store.read, { limit: 9 })
  expect(ticket).toMatchObject({ subject: 'Phones', priority: 'P1' })
  expect(others).toEqual([])
})

test('a ticket of long ago promises nobody an update, whoever opens it', async () => {
  const ana = { name: 'Ana', address: 'ana@globex.test', contactId: null }
  const asked: NewTicket = {
    ...{ subject: 'Phones', department: 'support', mailbox: 'support', accountId: null },
    ...{ requester: ana, supportSide: 'desk', locale: 'en' },
  }
  const [then, now] = await site.desk.store.transact(async (writer) => [
    await openTicket(deskOf(site.desk, 0), writer, asked, '2021-03-01T09:00:00.000Z'),
    await openTicket(site.desk, writer, asked, '2026-11-21T12:00:00.000Z'),
  ])
  expect(then?.clock).toBeNull()
  expect(now?.clock?.due).toBe('2026-11-22T12:00:00.000Z')
})

test('stopped in the middle, the same again goes on', async () => {
  for (let i = 0; i < 120; i += 1) lies('Mon, 01 Mar 2021 09:00:00 +0000', `Subject: S${i}`)
  const stop = new AbortController()
  const archive = await openFiles(folder)
  const options = { mailbox: 'support', before: '2026-11-20', signal: stop.signal }
  const half = await importMail(site.desk, archive, options, () => stop.abort())
  await archive.close()
  expect(half).toMatchObject({ all: 120, taken: 50 })
  const whole = await run()
  expect(whole).toMatchObject({ taken: 120, outcomes: [{ outcome: null, count: 120 }] })
})

test('an import that was begun for the wrong mailbox goes on for the one that is named', async () => {
  await site.close()
  const sales = { name: 'sales', address: 'sales@acme.test', department: 'sales' }
  const departments = ['support', 'sales'].map((name) => ({ name, agents: ['agent@acme.test'] }))
  const config = { desk: { unknownSenders: 'open' }, mailboxes: [{}, sales], departments }
  site = await openDesk({ config })
  site.clock.now = Date.parse('2026-11-21T12:00:00.000Z')
  lies('Mon, 01 Mar 2021 09:00:00 +0000', 'Subject: Prices')
  const file = path.join(folder, 'cur', `${files}.host`)
  writeFileSync(file, readFileSync(file, 'utf8').replace(/^To: .*$/m, 'To: old-name@acme.test'))
  await run()
  const archive = await openFiles(folder)
  const { signal } = new AbortController()
  const options = { mailbox: 'sales', before: '2026-11-20', signal }
  expect(await importMail(site.desk, archive, options, () => {})).toMatchObject({ taken: 1 })
  await archive.close()
  await poll()
  const tickets = await site.desk.store.read.selectFrom('ticket').select('department').execute()
  expect(tickets).toEqual([{ department: 'sales' }])
})

test('a day that has not come is refused, and nothing is taken', async () => {
  lies('Sat, 21 Nov 2026 09:00:00 +0000', 'Subject: of today')
  const archive = await openFiles(folder)
  const signal = new AbortController().signal
  const at = (before: string) =>
    importMail(site.desk, archive, { mailbox: 'support', before, signal }, () => {})
  const advice = expect.stringContaining('--before')
  const refused = { code: 'future-day', message: '2027-06-01 (UTC) has not come yet.', advice }
  await expect(at('2027-06-01T00:00:00.000Z')).rejects.toMatchObject(refused)
  await expect(at('2026-11-21T12:00:00.001Z')).rejects.toMatchObject({ code: 'future-day' })
  const { read } = site.desk.store
  expect(await read.selectFrom('ledger').select('id').execute()).toEqual([])
  expect(await at('2026-11-21T12:00:00.000Z')).toMatchObject({ taken: 1 })
  await archive.close()
})

test('what waits of an import is in no digest and no notice', async () => {
  await holding((holder) => sendHeldDigests(site.desk, holder))
  lies('Mon, 01 Mar 2021 09:00:00 +0000', 'Subject: Damaged')
  const eve = `From: eve@nowhere.test\r\nTo: support@acme.test\r\nDate: Mon, 01 Mar 2021 10:00:00 +0000\r\nReferences: <old${files}@globex.test>\r\n\r\nMe too.\r\n`
  writeFileSync(path.join(folder, 'cur', 'eve.host'), eve)
  await run()
  await poll()
  const rows = () =>
    site.desk.store.read.selectFrom('ledger').select(['id', 'outcome']).orderBy('id').execute()
  expect((await rows()).map(({ outcome }) => outcome)).toEqual(['opened', 'held'])
  await site.desk.store.transact(async (writer) => {
    const at = new Date(site.clock.now).toISOString()
    const aside = { outcome: 'quarantined', reason: 'damaged', actor: 'ticketd', at } as const
    await changeOutcome(writer, (await rows())[0]?.id ?? 0, aside)
  })
  site.clock.now += 86_400_000
  expect(await holding((holder) => sendHeldDigests(site.desk, holder))).toBe(0)
  expect(await holding((holder) => tellOfQuarantined(site.desk, holder))).toBe(0)
  expect(await outbox()).toEqual([])
})

async function holding<T>(work: (holder: Holder) => Promise<T>): Promise<T> {
  const holder = await hold(site.desk.store, site.desk.now, silent)
  if (!holder) throw new Error('The lease is taken.')
  try {
    return await work(holder)
  } finally {
    await holder.release()
  }
}
