import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { importContracts } from '../../../src/engine/act/contract-import.ts'
import { makeContract, renewContract } from '../../../src/engine/act/contracts.ts'
import { adjustCredits, buyCredits, refundCredits } from '../../../src/engine/act/credits.ts'
import { coverDeployment, recordDeployment } from '../../../src/engine/act/deployments.ts'
import { checkDepartment } from '../../../src/engine/act/entitlement.ts'
import { bookMinutes, chargeTicket } from '../../../src/engine/act/minutes.ts'
import { listContracts } from '../../../src/store/contracts.ts'
import { creditBalance, listCreditEntries, workedOn } from '../../../src/store/credits.ts'
import { type DeskSite, openDesk } from '../desk-site.ts'

let site: DeskSite

beforeAll(async () => {
  site = await openDesk({
    config: {
      contracts: { types: { Gold: { credits: 120, byProduct: { 'PBXact UC': 300 } } } },
      departments: [
        { name: 'support', agents: ['agent@acme.test'], credits: 'used' },
        { name: 'modules', products: ['Module'], coverage: 'maintenance' },
      ],
    },
    accounts: [
      { company: 'Partner Inc', kind: 'partner' },
      {
        company: 'Globex',
        partner: 'Partner Inc',
        contacts: [{ name: 'Ana', address: 'ana@globex.test', role: 'decision-maker' }],
      },
    ],
  })
})
afterAll(() => site.close())

const A = 'A-10002'
const balance = () => creditBalance(site.desk.store.read, 2)

async function refusal(work: Promise<unknown>): Promise<string> {
  return await work.then(
    () => 'it was done',
    (error: Error) => error.message,
  )
}

describe('deployments', () => {
  test('are recorded once, whatever the case of their ID', async () => {
    const { deployment } = await recordDeployment(
      site.desk,
      A,
      { id: 'PBX-1', product: 'PBXact UC' },
      null,
    )
    expect(deployment).toMatchObject({ deploymentId: 'PBX-1', until: { warranty: null } })
    const form = { id: 'pbx-1', product: '', warrantyUntil: '2026-02-30', maintenanceUntil: 'soon' }
    expect(await refusal(recordDeployment(site.desk, A, form, null))).toBe(
      'The deployment was not added:\n  ID pbx-1 is there already; `deployment cover` extends it\n  product is empty\n  warranty-until "2026-02-30" is no day such as 2026-01-31\n  maintenance-until "soon" is no day such as 2026-01-31',
    )
  })

  test('that are modules have a year of maintenance from the day they were bought', async () => {
    const today = await recordDeployment(site.desk, A, { id: 'MOD-1', product: 'module' }, null)
    expect(today.deployment.until.maintenance).toBe('2027-11-02')
    const form = { id: 'MOD-2', product: 'Module', bought: '2025-02-28' }
    const old = await recordDeployment(site.desk, A, form, null)
    expect(old.deployment.until.maintenance).toBe('2026-02-28')
    const verdict = async () => {
      const claim = { deployment: 'MOD-2', connectedTo: null, billing: null }
      const { read } = site.desk.store
      return await checkDepartment(read, site.desk.config, 'modules', A, claim, site.clock.now)
    }
    expect(await verdict()).toMatchObject({ verdict: 'not-entitled', missing: ['maintenance'] })
    await coverDeployment(site.desk, 'MOD-2', { maintenanceUntil: '2026-11-02' }, null)
    expect(await verdict()).toMatchObject({ verdict: 'entitled', missing: [] })
  })

  test('are changed by administrators of the desk alone', async () => {
    const form = { id: 'X-1', product: 'Phone' }
    for (const as of ['ana@globex.test', 'agent@acme.test']) {
      expect(await refusal(recordDeployment(site.desk, A, form, as))).toContain('may not change')
    }
    const done = await recordDeployment(site.desk, A, form, 'ops@acme.test')
    expect(done.account.accountId).toBe(A)
  })
})

describe('contracts', () => {
  test('bring the credits of their type and product, once', async () => {
    const form = { deployment: 'PBX-1', type: 'gold', starts: '2026-06-01' }
    const { contract } = await makeContract(site.desk, A, form, null)
    expect(contract).toMatchObject({ id: 1, type: 'Gold', ends: '2027-06-01', included: 300 })
    expect(await balance()).toBe(300)
  })

  test.each([
    [{ deployment: 'PBX-1', type: 'Gold', starts: '2027-05-31' }, 'lies within contract 1'],
    [{ deployment: 'PBX-1', type: 'Gold', starts: '2025-06-02' }, 'lies within contract 1'],
    [
      { deployment: 'PBX-9', type: 'Gold', starts: '2026-01-01' },
      'PBX-9 is no deployment of A-10002',
    ],
    [{ type: 'Gold', starts: '2026-01-01' }, 'deployment or product must be given'],
    [{ deployment: 'PBX-1', product: 'x', type: 'Gold', starts: '2026-01-01' }, 'only one of them'],
    [
      { product: 'SBC', type: 'Glod', starts: '2026-01-01' },
      'type "Glod" is not sold; did you mean "Gold"?',
    ],
    [
      { product: 'SBC', type: 'Platinum', starts: '2026-01-01' },
      'type "Platinum" is not sold; these are: Gold',
    ],
    [{ product: 'SBC', type: 'Gold', starts: '2026-02-29' }, '"2026-02-29" is no day'],
    [{ product: ' ', type: ' ', starts: '' }, 'type is empty'],
  ])('%j is refused', async (form, because) => {
    const said = await refusal(makeContract(site.desk, A, form, null))
    expect(said).toContain(because)
    expect(said).not.toContain('?.')
    expect(await balance()).toBe(300)
  })

  test('are renewed from the day on which they end, unused credits kept', async () => {
    const { contract } = await renewContract(site.desk, 1, {}, null)
    expect(contract).toMatchObject({ id: 2, starts: '2027-06-01', ends: '2028-06-01', renews: 1 })
    // The credits of the new period come with its first day.
    expect(contract.included).toBe(300)
    expect(await balance()).toBe(300)
    expect(await refusal(renewContract(site.desk, 1, {}, null))).toContain('lies within contract 2')
    const other = renewContract(site.desk, 2, { type: 'Platinum' }, null)
    expect(await refusal(other)).toContain('"Platinum" is not sold')
  })

  test('of a period that is over bring no credits', async () => {
    const form = { product: 'SBC', type: 'Gold', starts: '2024-01-01' }
    const { contract } = await makeContract(site.desk, A, form, null)
    expect(contract.included).toBe(0)
  })

  test('cannot be changed, nor can the ledger', async () => {
    const change = site.desk.store.transact((writer) =>
      writer.updateTable('contract').set({ included: 9999 }).execute(),
    )
    expect(await refusal(change)).toContain('only added')
    const removal = site.desk.store.transact((writer) => writer.deleteFrom('creditEntry').execute())
    expect(await refusal(removal)).toContain('only added')
  })
})

test('a contract of any type is made where the configuration names none', async () => {
  const anything = await openDesk({ accounts: [{ company: 'Initech' }] })
  try {
    const form = { product: 'SBC', type: 'Platinum', starts: '2026-01-01' }
    const { contract } = await makeContract(anything.desk, 'A-10001', form, null)
    expect(contract).toMatchObject({ type: 'Platinum', included: 0 })
  } finally {
    await anything.close()
  }
})

describe('contracts of a file', () => {
  const head = 'Account;Deployment;Product;Type;Starts'

  test('are made, all or none, each fault with its line', async () => {
    const lines = [
      head,
      'A-10002;X-1;;Gold;2026-01-01',
      'A-9;X-1;;Gold;2026-01-01',
      '',
      'A-10002;X-1;;Gold;2026-12-31',
      'A-10002;X-1;Gold',
      'A-10002;;;Gold;soon',
    ]
    expect(await refusal(importContracts(site.desk, lines.join('\r\n'), false, null))).toBe(
      [
        'Nothing was imported:',
        'line 3: account A-9 is none',
        'line 5: starts 2026-12-31 lies within contract 4 (2026-01-01 until 2026-12-31) of the same; `contract renew 4` adds the next year',
        'line 6: has not one value for each of the 5 columns',
        'line 7: deployment or product must be given, and only one of them: a contract covers one or the other',
        'line 7: starts "soon" is no day such as 2026-01-31',
      ].join('\n  '),
    )
    expect((await listContracts(site.desk.store.read, { limit: 99 })).length).toBe(3)
  })

  test('are only shown in a dry run', async () => {
    const text = `account,product,type,starts\nA-10002,"Kettle, big",Gold,2026-01-01\n`
    const would = await importContracts(site.desk, text, true, null)
    expect(would).toEqual({ contracts: 1, credits: 120, released: [] })
    expect((await listContracts(site.desk.store.read, { limit: 99 })).length).toBe(3)
    expect(await importContracts(site.desk, text, false, null)).toEqual(would)
    const made = await listContracts(site.desk.store.read, { limit: 99 })
    expect(made.at(-1)).toMatchObject({ product: 'Kettle, big', included: 120 })
  })

  test('of a table with other columns are refused', async () => {
    const text = 'account,colour,type\n'
    expect(await refusal(importContracts(site.desk, text, false, null))).toBe(
      'Nothing was imported: there is no column "colour"; the column starts is missing.',
    )
  })
})

describe('credits and minutes', () => {
  test.each([
    [100, '100 are no pack; there are packs of 120, 300, 600'],
    [-120, '-120 are no pack'],
  ])('%d are not sold', async (minutes, because) => {
    expect(await refusal(buyCredits(site.desk, A, minutes, null))).toContain(because)
  })

  test('are adjusted with a reason', async () => {
    expect(await refusal(adjustCredits(site.desk, A, 0, ' ', null))).toBe(
      'Nothing was changed:\n  minutes must be a whole number up to 525600, not 0\n  reason is missing',
    )
    const moved = await adjustCredits(site.desk, A, 20 - (await balance()), 'moved', null)
    expect(moved.balance).toBe(20)
  })

  test('are deducted for work, below zero, and refunded up to what was taken', async () => {
    const ana = 'From: ana@globex.test\r\nTo: support@acme.test\r\nSubject: Help\r\n\r\nPlease.\r\n'
    const { ticket } = await site.arrive(Buffer.from(ana))
    const book = (minutes: number, way: 'log' | 'refund' = 'log', as = 'agent@acme.test') =>
      bookMinutes(site.desk, ticket ?? 0, minutes, way, as)
    const first = await book(12.3)
    expect(first).toMatchObject({ minutes: 13, balance: 7 })
    expect(first.told.map((t) => t.notice.template)).toEqual(['customer-balance-low'])
    const second = await book(25)
    expect(second.balance).toBe(-18)
    expect(second.told.map((t) => [t.notice.template, t.notice.recipient.address])).toEqual([
      ['customer-credits-ran-out', 'ana@globex.test'],
      ['support-credits-ran-out', 'agent@acme.test'],
    ])
    expect(await refusal(book(39, 'refund'))).toContain('only 38 are left')
    expect((await book(8, 'refund')).balance).toBe(-10)
    expect(await refusal(refundCredits(site.desk, A, 31, ticket ?? 0, null))).toContain(
      'from 1 to 30',
    )
    for (const absurd of [0, -5, 1441, Number.NaN]) {
      expect(await refusal(book(absurd))).toContain('cannot be logged at once')
    }
    expect(await refusal(book(5, 'log', 'ana@globex.test'))).toContain('may not do that')
    const entries = await listCreditEntries(site.desk.store.read, 2)
    const ofTicket = entries.filter((entry) => entry.ticket === ticket)
    expect(ofTicket.map(({ minutes, actor }) => [minutes, actor])).toEqual([
      [-13, 'agent@acme.test'],
      [-25, 'agent@acme.test'],
      [8, 'agent@acme.test'],
    ])
    expect(await workedOn(site.desk.store.read, ticket ?? 0)).toBe(38)
    expect(entries.reduce((sum, entry) => sum + entry.minutes, 0)).toBe(await balance())
  })

  test('a partner may pay for its customer', async () => {
    const payer = await chargeTicket(site.desk, 100042, 'partner', 'agent@acme.test')
    expect(payer.accountId).toBe('A-10001')
    const { balance: partners } = await bookMinutes(site.desk, 100042, 5, 'log', null)
    expect(partners).toBe(-5)
    expect(await balance()).toBe(-10)
    // Who paid last gets back first.
    await bookMinutes(site.desk, 100042, 15, 'refund', null)
    expect(await creditBalance(site.desk.store.read, 1)).toBe(0)
    expect(await balance()).toBe(0)
  })

  test('go back to the account first where it paid again after its partner', async () => {
    const book = async (whom: 'account' | 'partner', minutes: number) => {
      await chargeTicket(site.desk, 100042, whom, 'agent@acme.test')
      await bookMinutes(site.desk, 100042, minutes, 'log', null)
    }
    await book('partner', 20)
    await book('account', 5)
    await bookMinutes(site.desk, 100042, 8, 'refund', null)
    expect(await balance()).toBe(3)
    expect(await creditBalance(site.desk.store.read, 1)).toBe(-20)
  })
})
