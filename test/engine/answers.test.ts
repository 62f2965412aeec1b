import { afterEach, expect, test } from '@jest/globals'
import { addAnswer } from '../../src/store/answers.ts'
import type { DeskSite } from './desk-site.ts'
import { openDesk } from './desk-site.ts'

let site: DeskSite
afterEach(() => site.close())

const HOUR = 3_600_000
let written = 0

/** A mail that would be answered; tells whether it was, and whether the administrators heard of it. */
async function write(from: string, after = 60_000) {
  written += 1
  site.clock.now += after
  const lines = [
    `Message-ID: <limit-${written}@test>`,
    `From: ${from}`,
    'To: support@acme.test',
    `Subject: Matter ${written}`,
    '',
    `Words ${written}.`,
  ]
  const { told, outcome } = await site.arrive(Buffer.from(lines.join('\r\n')))
  const answered = told.some((t) => t.draft.recipient.address === from)
  const noted = told.filter((t) => t.draft.template === 'admin-answers-stopped').length
  return { outcome, answered, noted }
}

const ANSWERED = { outcome: 'opened', answered: true, noted: 0 }
const NOTED = { outcome: 'opened', answered: false, noted: 1 }
const SILENT = { outcome: 'opened', answered: false, noted: 0 }

test('the tenth answer of an hour is given, the eleventh is not; the note comes once a day', async () => {
  site = await openDesk({ config: { desk: { unknownSenders: 'open' } } })
  for (let i = 0; i < 10; i++) expect(await write('uma@new.test')).toEqual(ANSWERED)
  expect(await write('uma@new.test')).toEqual(NOTED)
  expect(await write('uma@new.test')).toEqual(SILENT)
  // Another writer is another matter.
  expect(await write('una@new.test')).toEqual(ANSWERED)
  expect(await write('uma@new.test', HOUR)).toEqual(ANSWERED)
})

test('the fortieth answer of a day is given, the next one only when a day has gone by', async () => {
  site = await openDesk({ config: { desk: { unknownSenders: 'open' } } })
  for (let i = 0; i < 40; i++) expect(await write('uma@new.test', 400_000)).toEqual(ANSWERED)
  expect(await write('uma@new.test', 400_000)).toEqual(NOTED)
  expect(await write('uma@new.test', 24 * HOUR)).toEqual(ANSWERED)
})

test('all unknown writers together: one limit, one note', async () => {
  site = await openDesk({ config: { desk: { unknownSenders: 'open' }, limits: { unknown: 3 } } })
  for (let i = 0; i < 3; i++) expect(await write(`u${i}@new.test`)).toEqual(ANSWERED)
  expect(await write('u3@new.test')).toEqual(NOTED)
  expect(await write('u4@new.test')).toEqual(SILENT)
})

test('a known contact is confirmed 300 times an hour, whatever others get', async () => {
  site = await openDesk({
    config: { limits: { unknown: 0 } },
    accounts: [{ company: 'Globex', contacts: [{ name: 'Ana', address: 'ana@globex.test' }] }],
  })
  await site.desk.store.transact(async (writer) => {
    const at = new Date(site.clock.now).toISOString()
    for (let i = 0; i < 299; i++) await addAnswer(writer, 'ana@globex.test', 'confirmation', at)
  })
  expect(await write('ana@globex.test')).toEqual(ANSWERED)
  expect(await write('ana@globex.test')).toEqual(NOTED)
  expect(await write('ana@globex.test')).toEqual(SILENT)
  expect(await write('ana@globex.test', HOUR)).toEqual(ANSWERED)
})

test('a wrong command is answered no more often than anything else', async () => {
  site = await openDesk({
    config: { limits: { answers: { hour: 1 } } },
    accounts: [{ company: 'Globex', contacts: [{ name: 'Ana', address: 'ana@globex.test' }] }],
  })
  await write('ana@globex.test')
  const wrong = async (i: number) => {
    const lines = [
      `Message-ID: <wrong-${i}@test>`,
      'From: agent@acme.test',
      'To: support@acme.test',
      'Subject: [Acme#100042] x',
      '',
      `#frobnicate ${i}`,
    ]
    const { told } = await site.arrive(Buffer.from(lines.join('\r\n')))
    return told.map((t) => t.draft.template)
  }
  expect(await wrong(1)).toEqual(['support-command-refused'])
  expect(await wrong(2)).toEqual(['admin-answers-stopped'])
  expect(await wrong(3)).toEqual([])
})

test('answers of a clock that was far ahead count as none', async () => {
  site = await openDesk({ config: { desk: { unknownSenders: 'open' } } })
  const { now } = site.clock
  site.clock.now = Date.parse('2100-01-01T00:00:00Z')
  for (let i = 0; i < 10; i++) expect(await write('uma@new.test')).toEqual(ANSWERED)
  expect(await write('uma@new.test')).toEqual(NOTED)
  site.clock.now = now
  expect(await write('uma@new.test')).toEqual(ANSWERED)
})
