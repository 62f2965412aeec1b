import { readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import type { Contract } from '../../src/access/contracts.ts'
import type { Deployment } from '../../src/access/coverage.ts'
import { asksForAnything, type Holding, judge, type Rule } from '../../src/access/entitlement.ts'
import { checkConfig } from '../../src/config/load.ts'
import { aContract, aDeployment, anAccount, TODAY } from './holding.ts'

const file = new URL('../../config.example.json', import.meta.url)
const written: unknown = JSON.parse(readFileSync(file, 'utf8'))
const { departments } = checkConfig(written, file.pathname, {}, 'left')

/** What is offered: group, department, product, contract, credits, cover. */
const TABLE: [group: string, name: string, asks: string, product: string][] = [
  ['FreePBX', 'freepbx-appliances', 'warranty', 'FreePBX appliance'],
  ['FreePBX', 'freepbx-configuration', 'contract credits', 'FreePBX'],
  ['FreePBX', 'freepbx-modules', 'maintenance', 'FreePBX module'],
  ['PBXact UC', 'pbxact-uc-appliances', 'warranty', 'PBXact UC appliance'],
  ['PBXact UC', 'pbxact-uc-bugs', 'contract', 'PBXact UC'],
  ['PBXact UC', 'pbxact-configuration', 'contract credits', 'PBXact UC'],
  ['PBXact Cloud', 'pbxact-cloud-bugs', '', 'PBXact Cloud'],
  ['PBXact Cloud', 'pbxact-ucc-configuration', 'credits', 'PBXact Cloud'],
  ['SIPStation and FAXStation', 'sipstation', '', 'SIPStation'],
  ['SIPStation and FAXStation', 'faxstation', '', 'FAXStation'],
  ['SBC', 'sbc-hardware', 'warranty', 'SBC appliance'],
  ['SBC', 'sbc-support', 'contract', 'SBC'],
  ['SBC', 'sbc-configuration', 'contract credits', 'SBC'],
  ['Vega Gateways', 'vega-hardware', 'warranty', 'Vega gateway'],
  ['Vega Gateways', 'vega-support', 'contract', 'Vega gateway'],
  ['Vega Gateways', 'vega-configuration', 'contract credits', 'Vega gateway'],
  ['Phones', 'phones-hardware', 'warranty', 'Phone'],
  ['Phones', 'phones-support', 'warranty', 'Phone'],
  ['Data and telephony cards', 'cards-hardware', 'warranty', 'Telephony card'],
  ['Data and telephony cards', 'cards-service', '', 'Telephony card'],
]

const NOT_OFFERED = [
  'pbxact-cloud-bugs',
  'pbxact-ucc-configuration',
  'sipstation',
  'faxstation',
  'phones-hardware',
  'phones-support',
  'cards-hardware',
  'cards-service',
]

test('the example has all twenty departments in their eight groups', () => {
  const grouped = departments.filter(({ group }) => group !== undefined)
  expect(grouped.map(({ group, name }) => [group, name])).toEqual(
    TABLE.map(([group, name]) => [group, name]),
  )
  expect(new Set(grouped.map(({ group }) => group)).size).toBe(8)
  const notOffered = grouped.filter(({ contract }) => contract === 'not-offered')
  expect(notOffered.map(({ name }) => name)).toEqual(NOT_OFFERED)
  expect(grouped.filter((one) => one.bestEffort).map(({ name }) => name)).toEqual(['cards-service'])
  expect(grouped.every(({ title }) => title.en && title.es)).toBe(true)
  expect(grouped.filter((one) => asksForAnything(one)).length).toBe(16)
})

const GOODS = ['contract', 'credits', 'warranty', 'maintenance'] as const
const subsets = Array.from({ length: 16 }, (_, bits) => GOODS.filter((_, i) => bits & (1 << i)))

describe.each(TABLE)('%s: %s', (_group, name, asks, product) => {
  const rule = ruleOf(name)
  const needed = asks.split(' ').filter(Boolean)

  test.each(subsets)('for who has %s %s %s %s', (...goods) => {
    const has: readonly string[] = goods.filter((good) => typeof good === 'string')
    const { verdict, missing, because } = judge(rule, claimOf('D-1'), holdingOf(product, has))
    const lacking = needed.filter((good) => !has.includes(good))
    expect({ verdict, missing }).toEqual({
      verdict: lacking.length === 0 ? 'entitled' : 'not-entitled',
      missing: lacking,
    })
    expect(because).toContain(name)
    if (lacking.length === 0 && needed.includes('credits')) expect(because).toContain('120 credits')
    if (lacking.length === 0 && needed.includes('contract')) expect(because).toContain('contract 7')
  })

  test('for who has nothing at all', () => {
    const { verdict, missing } = judge(rule, claimOf(null), holdingOf(null, []))
    expect({ verdict, missing }).toEqual({
      verdict: needed.length === 0 ? 'entitled' : 'not-entitled',
      missing: needed,
    })
  })

  test('for a deployment of another product', () => {
    const { verdict, missing } = judge(rule, claimOf('D-1'), holdingOf('Kettle', [...GOODS]))
    expect({ verdict, missing }).toEqual({ verdict: 'not-entitled', missing: ['product'] })
  })

  test('where the deployment is not named and the verdict turns on it', () => {
    const { verdict, missing } = judge(rule, claimOf(null), holdingOf(product, [...GOODS]))
    const asked = /contract|warranty|maintenance/.test(asks)
    expect({ verdict, missing }).toEqual(
      asked
        ? { verdict: 'not-judgeable', missing: ['deployment'] }
        : { verdict: 'entitled', missing: [] },
    )
  })
})

describe('credits', () => {
  const rule = ruleOf('pbxact-ucc-configuration')
  test.each([
    [1, 'entitled'],
    [0, 'not-entitled'],
    [-30, 'not-entitled'],
  ])('a balance of %i', (balance, verdict) => {
    const holding = { ...holdingOf('PBXact Cloud', []), balance }
    expect(judge(rule, claimOf(null), holding).verdict).toBe(verdict)
  })
})

describe('a contract', () => {
  const rule = ruleOf('pbxact-uc-bugs')
  const verdictWith = (contract: Partial<Contract>, claim = claimOf('D-1')) => {
    const holding = { ...holdingOf('PBXact UC', []), contracts: [aContract(contract)] }
    return judge(rule, claim, holding)
  }
  test('counts from its first day', () =>
    expect(verdictWith({ starts: TODAY }).verdict).toBe('entitled'))
  test('is named with its last day, not with the day it has ended', () =>
    expect(verdictWith({ ends: '2027-06-01' }).because).toContain('until 2027-05-31'))
  test('does not count on the day it ends', () =>
    expect(verdictWith({ ends: TODAY }).missing).toEqual(['contract']))
  test('does not count before it starts', () =>
    expect(verdictWith({ starts: '2026-11-03' }).missing).toEqual(['contract']))
  test('of another deployment does not count', () =>
    expect(verdictWith({ deploymentId: 2 }).missing).toEqual(['contract']))
  test('of the product counts for each of its deployments', () =>
    expect(verdictWith({ deploymentId: null, product: 'pbxact  uc' }).verdict).toBe('entitled'))
  test('of the product needs no deployment to be named', () =>
    expect(verdictWith({ deploymentId: null }, claimOf(null)).verdict).toBe('entitled'))
  test('of another product does not count', () =>
    expect(verdictWith({ deploymentId: null, product: 'SBC' }).missing).toEqual(['contract']))
})

describe('the deployment', () => {
  const rule = ruleOf('sbc-hardware')
  const two = (warranties: [string | null, string | null]): Holding => ({
    ...holdingOf(null, []),
    deployments: warranties.map((warranty, i) =>
      aDeployment({
        id: i + 1,
        deploymentId: `D-${i + 1}`,
        product: 'SBC appliance',
        until: { warranty, maintenance: null },
      }),
    ),
  })
  test('that nobody knows is asked for', () => {
    const { verdict, missing } = judge(rule, claimOf('D-9'), two([TODAY, null]))
    expect({ verdict, missing }).toEqual({ verdict: 'not-judgeable', missing: ['deployment'] })
  })
  test('is not asked for where none would do', () => {
    const { verdict, missing } = judge(rule, claimOf(null), two(['2026-11-01', null]))
    expect({ verdict, missing }).toEqual({ verdict: 'not-entitled', missing: ['warranty'] })
  })
  test('is covered on the last day too', () =>
    expect(judge(rule, claimOf('d-1'), two([TODAY, null])).verdict).toBe('entitled'))
  test('that is the only one may be taken unasked', () => {
    const holding = holdingOf('SBC appliance', ['warranty'])
    expect(judge(rule, claimOf(null), holding, true).verdict).toBe('entitled')
    expect(judge(rule, claimOf(null), two([TODAY, TODAY]), true).verdict).toBe('not-judgeable')
  })
})

describe('phones are helped with where they are connected to our systems', () => {
  const rule = ruleOf('phones-support')
  const phone = (connectedTo: string | null, others: Deployment[] = []): Holding => {
    const holding = holdingOf(null, [])
    const own = aDeployment({
      product: 'Phone',
      connectedTo,
      until: { warranty: TODAY, maintenance: null },
    })
    return { ...holding, deployments: [own, ...others] }
  }
  const system = aDeployment({ id: 2, deploymentId: 'PBX-2', product: 'PBXact UC' })
  test.each([
    ['as recorded', phone('FreePBX'), null, 'entitled', []],
    ['to a deployment', phone('pbx-2', [system]), null, 'entitled', []],
    ['to something else', phone('Asterisk'), null, 'not-entitled', ['connection']],
    ['as the writer says', phone(null), 'freepbx', 'entitled', []],
    ['as the writer says, elsewhere', phone(null), 'Asterisk', 'not-entitled', ['connection']],
    ['where such a system stands beside it', phone(null, [system]), null, 'entitled', []],
    ['nobody says to what', phone(null), null, 'not-judgeable', ['connected-to']],
  ])('%s', (_, holding, connectedTo, verdict, missing) => {
    const judged = judge(rule, { deployment: 'D-1', connectedTo }, holding)
    expect({ verdict: judged.verdict, missing: judged.missing }).toEqual({ verdict, missing })
  })
})

describe('for whom a department is', () => {
  const only = { models: [], kinds: [], products: [], accounts: [] }
  const account = anAccount()
  const holding = holdingOf('FreePBX', [])
  const verdictFor = (limits: Partial<Rule['only']>) =>
    judge({ ...ruleOf('sipstation'), only: { ...only, ...limits } }, claimOf(null), holding).missing
  test.each([
    [{ models: ['cloud' as const] }, []],
    [{ models: ['enterprise' as const] }, ['department']],
    [{ kinds: ['partner' as const] }, ['department']],
    [{ kinds: ['customer' as const], accounts: ['a-10001'] }, []],
    [{ accounts: ['A-10002'] }, ['department']],
    [{ products: ['freepbx'] }, []],
    [{ products: ['SBC'] }, ['department']],
  ])('%j', (limits, missing) => {
    expect(account).toMatchObject({ accountId: 'A-10001', kind: 'customer', model: 'cloud' })
    expect(verdictFor(limits)).toEqual(missing)
  })
})

function ruleOf(name: string): Rule {
  const found = departments.find((one) => one.name === name)
  if (!found) throw new Error(`The example has no department ${name}.`)
  return found
}

function claimOf(deployment: string | null) {
  return { deployment, connectedTo: null }
}

/** An account with one deployment, connected to a FreePBX, that has some of the goods. */
function holdingOf(product: string | null, goods: readonly string[]): Holding {
  const day = (good: string) => (goods.includes(good) ? '2027-01-31' : null)
  const until = { warranty: day('warranty'), maintenance: day('maintenance') }
  return {
    account: anAccount(),
    deployments: product === null ? [] : [aDeployment({ product, connectedTo: 'FreePBX', until })],
    contracts: goods.includes('contract') ? [aContract({})] : [],
    balance: goods.includes('credits') ? 120 : 0,
    today: TODAY,
  }
}
