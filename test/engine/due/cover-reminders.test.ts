import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { renewContract } from '../../../src/engine/act/contracts.ts'
import { coverDeployment } from '../../../src/engine/act/deployments.ts'
import { releaseWhatHasBegun } from '../../../src/engine/due/begun.ts'
import { sendCoverReminders } from '../../../src/engine/due/cover-reminders.ts'
import { sendCreditStatements } from '../../../src/engine/due/credit-statements.ts'
import { type Holder, hold } from '../../../src/engine/holder.ts'
import { creditBalance } from '../../../src/store/credits.ts'
import { listOutbox } from '../../../src/store/outbox-view.ts'
import { type DeskSite, openDesk } from '../desk-site.ts'
import { give } from '../goods.ts'

const DAY = 86_400_000

let site: DeskSite
let holder: Holder

async function open(config: Record<string, unknown> = {}): Promise<void> {
  site = await openDesk({
    config: { contracts: { types: { Gold: { credits: 100 } } }, ...config },
    accounts: [
      {
        company: 'Partner Inc',
        kind: 'partner',
        contacts: [{ name: 'Pat', address: 'pat@partner.test', role: 'decision-maker' }],
      },
      {
        company: 'Globex',
        partner: 'Partner Inc',
        contacts: [
          { name: 'Ana', address: 'ana@globex.test', role: 'decision-maker' },
          { name: 'Uwe', address: 'uwe@globex.test' },
        ],
      },
    ],
  })
  const held = await hold(site.desk.store, site.desk.now, site.desk.log)
  if (!held) throw new Error('nobody else may hold the lease')
  holder = held
}

beforeEach(() => open())
afterEach(() => site.close())

/** The subjects of what leaves on the day, to whom. */
async function on(day: string): Promise<string[]> {
  site.clock.now = Date.parse(`${day}T10:00:00Z`)
  await holder.renew()
  const before = (await listOutbox(site.desk.store.read, { limit: 1000 })).length
  await sendCoverReminders(site.desk, holder)
  await sendCreditStatements(site.desk, holder)
  const all = await listOutbox(site.desk.store.read, { limit: 1000 })
  return all
    .slice(0, all.length - before)
    .map((mail) => `${mail.to}: ${mail.subject}`)
    .sort()
}

const both = (subject: string) => [`ana@globex.test: ${subject}`, `pat@partner.test: ${subject}`]

test('of a contract that ends the Decision Makers hear 60, 30, 7 and 1 days before, and after', async () => {
  const contracts = [{ product: 'FreePBX', type: 'Gold', starts: '2026-02-01' }]
  await give(site.desk, { account: 'A-10002', contracts })
  expect(await on('2026-12-02')).toEqual([])
  const ends = both('Support contract 1 ends on 31 January 2027')
  expect(await on('2026-12-03')).toEqual(ends)
  expect(await on('2026-12-03')).toEqual([])
  expect(await on('2026-12-20')).toEqual([])
  expect(await on('2027-01-02')).toEqual(
    [...ends, 'ana@globex.test: Support credits of Globex in 2026'].sort(),
  )
  expect(await on('2027-01-31')).toEqual(ends)
  expect(await on('2027-01-31')).toEqual([])
  expect(await on('2027-02-01')).toEqual(both('Support contract 1 has ended'))
  expect(await on('2027-02-02')).toEqual([])
})

test('after a pause only the latest reminder is made up for, and a clock set back repeats none', async () => {
  const deployments = [{ id: 'BOX-1', product: 'Appliance', warrantyUntil: '2026-12-31' }]
  await give(site.desk, { account: 'A-10002', deployments })
  const ends = both('The warranty of BOX-1 ends on 31 December 2026')
  expect(await on('2026-12-26')).toEqual(ends)
  expect(await on('2026-12-02')).toEqual([])
  expect(await on('2026-11-05')).toEqual([])
  expect(await on('2026-12-31')).toEqual(ends)
  expect(await on('2027-01-15')).toEqual([])
})

test('what is renewed ends later', async () => {
  const contracts = [{ product: 'FreePBX', type: 'Gold', starts: '2026-02-01' }]
  const deployments = [{ id: 'MOD-1', product: 'Module', maintenanceUntil: '2026-12-31' }]
  await give(site.desk, { account: 'A-10002', contracts, deployments })
  await renewContract(site.desk, 1, {}, null)
  await coverDeployment(site.desk, 'MOD-1', { maintenanceUntil: '2027-12-31' }, null)
  expect(await on('2026-12-20')).toEqual([])
  expect(await on('2027-12-20')).toContain(
    'ana@globex.test: The maintenance of MOD-1 ends on 31 December 2027',
  )
})

test('the statement of a year is sent once, to whom had credits move', async () => {
  await give(site.desk, { account: 'A-10002', buy: 120 })
  expect(await on('2027-01-01')).toEqual([])
  expect(await on('2027-01-03')).toEqual(['ana@globex.test: Support credits of Globex in 2026'])
  expect(await on('2027-01-04')).toEqual([])
  expect(await on('2028-01-04')).toEqual([])
})

test('unused credits lapse with their period where they are not kept', async () => {
  await site.close()
  await open({
    contracts: { types: { Gold: { credits: 100 } } },
    credits: { keepUnused: false },
    departments: [{ name: 'support', agents: ['agent@acme.test'], credits: 'used' }],
  })
  const contracts = [{ product: 'FreePBX', type: 'Gold', starts: '2026-02-01' }]
  await give(site.desk, { account: 'A-10002', contracts, buy: 120 })
  const ana = 'From: ana@globex.test\r\nTo: support@acme.test\r\nSubject: Help\r\n\r\nPlease.\r\n'
  await site.arrive(Buffer.from(ana))
  await give(site.desk, { account: 'A-10002', work: { ticket: 100042, minutes: 30 } })
  await on('2027-01-31')
  const id = 2
  expect(await creditBalance(site.desk.store.read, id)).toBe(190)
  await on('2027-02-01')
  expect(await creditBalance(site.desk.store.read, id)).toBe(120)
  await on('2027-02-02')
  expect(await creditBalance(site.desk.store.read, id)).toBe(120)
})

test('what was worked uses up the credits of one contract, not those of each', async () => {
  await site.close()
  await open({
    contracts: { types: { Gold: { credits: 100 } } },
    credits: { keepUnused: false },
    departments: [{ name: 'support', agents: ['agent@acme.test'], credits: 'used' }],
  })
  const contracts = [
    { product: 'FreePBX', type: 'Gold', starts: '2026-02-01' },
    { product: 'Gateway', type: 'Gold', starts: '2026-02-01' },
    { product: 'Phone', type: 'Gold', starts: '2026-03-01' },
  ]
  await give(site.desk, { account: 'A-10002', contracts, buy: 120 })
  const ana = 'From: ana@globex.test\r\nTo: support@acme.test\r\nSubject: Help\r\n\r\nPlease.\r\n'
  await site.arrive(Buffer.from(ana))
  await give(site.desk, { account: 'A-10002', work: { ticket: 100042, minutes: 150 } })
  await on('2027-02-01')
  // 50 of the second one are left; the bought ones and those of the third stay.
  expect(await creditBalance(site.desk.store.read, 2)).toBe(220)
  await on('2027-03-01')
  expect(await creditBalance(site.desk.store.read, 2)).toBe(120)
})

test('whom lapsing leaves with few credits is told so', async () => {
  await site.close()
  await open({
    contracts: { types: { Gold: { credits: 100 } }, remind: [] },
    credits: { keepUnused: false },
  })
  const contracts = [{ product: 'FreePBX', type: 'Gold', starts: '2026-02-01' }]
  await give(site.desk, { account: 'A-10002', contracts })
  expect(await on('2027-02-01')).toContain('ana@globex.test: Globex has 0 support credits left')
})

test('a mail that waits for a contract is released on the day that it begins', async () => {
  await site.close()
  await open({
    departments: [{ name: 'support', agents: ['agent@acme.test'], contract: 'required' }],
    contracts: { types: { Plain: {} } },
  })
  const ana = 'From: ana@globex.test\r\nTo: support@acme.test\r\nSubject: Help\r\n\r\nPlease.\r\n'
  expect((await site.arrive(Buffer.from(ana))).outcome).toBe('held')
  const contracts = [{ product: 'FreePBX', type: 'Plain', starts: '2026-11-05' }]
  await give(site.desk, { account: 'A-10002', contracts })
  const releasedOn = async (day: string) => {
    site.clock.now = Date.parse(`${day}T10:00:00Z`)
    await holder.renew()
    return await releaseWhatHasBegun(site.desk, holder)
  }
  expect(await releasedOn('2026-11-04')).toBe(0)
  expect(await releasedOn('2026-11-05')).toBe(1)
  expect(await releasedOn('2026-11-05')).toBe(0)
  expect((await site.takeUp()).map((fate) => fate.outcome)).toEqual(['opened'])
  expect(await releasedOn('2026-11-06')).toBe(0)
})

test('the credits of a contract come on its first day, once, and release what waits for them', async () => {
  await site.close()
  await open({
    contracts: { types: { Gold: { credits: 100 } } },
    departments: [{ name: 'support', agents: ['agent@acme.test'], credits: 'used' }],
  })
  const ana = 'From: ana@globex.test\r\nTo: support@acme.test\r\nSubject: Help\r\n\r\nPlease.\r\n'
  expect((await site.arrive(Buffer.from(ana))).outcome).toBe('held')
  const contracts = [{ product: 'FreePBX', type: 'Gold', starts: '2026-11-05' }]
  await give(site.desk, { account: 'A-10002', contracts })
  await renewContract(site.desk, 1, {}, null)
  const balanceOn = async (day: string) => {
    site.clock.now = Date.parse(`${day}T10:00:00Z`)
    await holder.renew()
    const released = await releaseWhatHasBegun(site.desk, holder)
    return [await creditBalance(site.desk.store.read, 2), released]
  }
  expect(await balanceOn('2026-11-04')).toEqual([0, 0])
  expect(await balanceOn('2026-11-05')).toEqual([100, 1])
  expect(await balanceOn('2026-11-06')).toEqual([100, 0])
  // Nobody looked on the day itself.
  expect(await balanceOn('2027-11-20')).toEqual([200, 0])
})

test('unused credits lapse also where nobody looked for a month, but not of the time when they were kept', async () => {
  await site.close()
  await open({
    contracts: { types: { Gold: { credits: 100 } }, remind: [] },
    credits: { keepUnused: false },
  })
  const contracts = ['2026-01-01', '2026-02-01'].map((starts, n) => {
    return { product: `System ${n}`, type: 'Gold', starts }
  })
  await give(site.desk, { account: 'A-10002', contracts })
  const { credits } = site.desk.config
  const balanceOn = async (day: string, keepUnused: boolean) => {
    site.desk.config.credits = { ...credits, keepUnused }
    await on(day)
    return await creditBalance(site.desk.store.read, 2)
  }
  expect(await balanceOn('2026-12-30', true)).toBe(200)
  expect(await balanceOn('2027-01-20', false)).toBe(200)
  expect(await balanceOn('2027-03-20', false)).toBe(100)
  expect(await balanceOn('2027-03-21', false)).toBe(100)
})

test('ten thousand days from now is no end to worry about', async () => {
  const days = 10_000 * DAY
  const until = new Date(site.clock.now + days).toISOString().slice(0, 10)
  const deployments = [{ id: 'BOX-1', product: 'Appliance', warrantyUntil: until }]
  await give(site.desk, { account: 'A-10002', deployments })
  expect(await on('2026-12-26')).toEqual([])
})
