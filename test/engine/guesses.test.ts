import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { listHistory } from '../../src/store/ledger-view.ts'
import { type DeskSite, openDesk } from './desk-site.ts'

let site: DeskSite

beforeAll(async () => {
  site = await openDesk({
    accounts: [{ company: 'Globex', contacts: [{ name: 'Ana', address: 'ana@globex.test' }] }],
  })
  await write('ana@globex.test', 'Phones', [])
})
afterAll(() => site.close())

let written = 0

async function write(from: string, subject: string, references: string[]) {
  written += 1
  const lines = [
    `Message-ID: <guess-${written}@evil.test>`,
    `From: ${from}`,
    'To: support@acme.test',
    `Subject: ${subject}`,
    ...(references.length > 0 ? [`References: ${references.join('\r\n ')}`] : []),
    '',
    `Guess ${written}.`,
  ]
  return await site.arrive(Buffer.from(lines.join('\r\n')))
}

async function triedBy(ledgerId: number): Promise<unknown[]> {
  const history = await listHistory(site.desk.store.read, ledgerId)
  return (JSON.parse(history.at(-1)?.detail ?? '{}') as { evidence: unknown[] }).evidence
}

test('of thousands of guessed ids in one mail fifty are tried, and none opens a door', async () => {
  const ids = Array.from({ length: 5000 }, (_, i) => {
    return `<ticket.100042.${i % 7}.${i.toString(16).padStart(12, '0')}@acme.test>`
  })
  const fate = await write('eve@evil.test', 'Hello', ids)
  expect(fate).toMatchObject({ outcome: 'held', ticket: null, told: [] })
  const tried = await triedBy(fate.ledgerId)
  expect(tried).toHaveLength(50)
  for (const one of tried) expect(one).toMatchObject({ verdict: 'refused: we did not sign it' })
})

test('a hundred guessed numbers: who guesses sees no difference between right and wrong', async () => {
  const right = []
  for (let number = 99_992; number < 100_092; number++) {
    const fate = await write(`eve${number}@evil.test`, `[Acme#${number}] Hello`, [])
    const answers = fate.told.filter((t) => t.draft.recipient.address.endsWith('@evil.test'))
    expect({ number, outcome: fate.outcome, answers }).toEqual({
      number,
      outcome: 'held',
      answers: [],
    })
    if (fate.ticket !== null) right.push(number)
  }
  expect(right).toEqual([100_042])
})
