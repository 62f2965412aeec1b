import { afterAll, beforeAll, expect, jest, test } from '@jest/globals'
import { type Desk, openCliDesk } from './process.ts'

jest.setTimeout(60_000)

let desk: Desk

beforeAll(() => {
  desk = openCliDesk({
    departments: [
      { name: 'support', agents: ['agent@acme.test'] },
      { name: 'configuration', products: ['FreePBX'], contract: 'required', credits: 'used' },
    ],
  })
})
afterAll(() => desk.close())

test('what an account has is recorded, shown, and decides whether it is entitled', async () => {
  const kind = ['--kind', 'customer', '--model', 'cloud', '--company', 'Globex']
  await desk.run(['account', 'create', ...kind, '--decision-maker', 'Ana <ana@globex.test>'])
  const check = ['department', 'check', 'configuration', '--account', 'A-10001']
  expect(await desk.json(check)).toMatchObject({
    verdict: 'not-entitled',
    missing: ['contract', 'credits'],
    because: 'configuration needs a running support contract, a balance of credits above zero',
  })
  const account = ['--account', 'A-10001']
  const deployment = ['deployment', 'add', 'PBX-1', ...account, '--product', 'FreePBX']
  expect(await desk.json([...deployment, '--warranty-until', '2099-12-31'])).toMatchObject({
    id: 'PBX-1',
    warrantyUntil: '2099-12-31',
    released: [],
  })
  const today = new Date().toISOString().slice(0, 10)
  const contract = ['contract', 'add', ...account, '--deployment', 'PBX-1', '--type', 'Gold']
  const made = await desk.json<object>([...contract, '--starts', today])
  expect(made).toMatchObject({ id: 1, starts: today, deployment: 'PBX-1', released: [] })
  expect(made).toMatchObject(await desk.json<object>(['contract', 'show', '1']))
  // The last day that it covers, as everywhere.
  const next = ['contract', 'renew', '1', '--starts', '2096-02-29']
  expect(await desk.run(next)).toMatchObject({
    out: expect.stringMatching(/ 2096-02-29 until 2097-02-27\./),
  })
  await desk.run(['credit', 'buy', 'A-10001', '120'])
  expect(await desk.json(['credit', 'show', 'A-10001'])).toMatchObject({
    balance: 120,
    entries: [{ minutes: 120, reason: 'a pack of 120 bought', ticket: null }],
  })
  expect(await desk.json(check)).toMatchObject({
    verdict: 'not-judgeable',
    missing: ['deployment'],
  })
  expect(await desk.json([...check, '--deployment', 'pbx-1'])).toMatchObject({
    verdict: 'entitled',
    missing: [],
  })
})

test('a statement in CSV holds nothing that a spreadsheet would run', async () => {
  const adjust = ['credit', 'adjust', 'A-10001', '-20', '--reason', 'a "slip", mine']
  expect((await desk.run(adjust)).out).toBe('A-10001 has a balance of 100 credits.\n')
  const { out } = await desk.run(['credit', 'statement', 'A-10001', '--format', 'csv'])
  const [head, first, second, end] = out.split('\r\n')
  expect(head).toBe('day,minutes,balance,ticket,reason,actor')
  expect(first).toMatch(/^\d{4}-\d\d-\d\d,120,120,,a pack of 120 bought,operator$/)
  expect(second).toMatch(/,-20,100,,"adjusted: a ""slip"", mine",operator$/)
  expect(end).toBe('')
})

test('what cannot be is refused in a sentence, wrong usage with 2', async () => {
  const refused = await desk.run(['department', 'check', 'parcels', '--account', 'A-10001'])
  expect(refused).toMatchObject({
    code: 1,
    err: 'ticketd: There is no department parcels.\nThere are support, configuration.\n',
  })
  expect((await desk.run(['credit', 'buy', 'A-10001', 'many'])).code).toBe(2)
})
