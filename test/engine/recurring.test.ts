import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { type Holder, hold } from '../../src/engine/holder.ts'
import { ingestMail } from '../../src/engine/ingest.ts'
import { unwatched } from '../../src/engine/kill-points.ts'
import { recurring } from '../../src/engine/recurring.ts'
import { openWorkshop, type Workshop } from '../../src/engine/workshop.ts'
import { Failure } from '../../src/errors.ts'
import { silent } from '../../src/log.ts'
import { type DeskSite, openDesk } from './desk-site.ts'

const writers = ['ana@globex.test', 'bob@initech.test', 'agent@acme.test']

let site: DeskSite
let holder: Holder
let shop: Workshop
let over: AbortController

beforeEach(async () => {
  site = await openDesk({
    accounts: [
      { company: 'Globex', contacts: [{ name: 'Ana Ruiz', address: 'ana@globex.test' }] },
      { company: 'Initech', contacts: [{ name: 'Bob Wu', address: 'bob@initech.test' }] },
    ],
    config: { mailboxes: [{ authservIds: ['mx.acme.test'] }] },
  })
  holder = (await hold(site.desk.store, site.desk.now, silent)) as Holder
  over = new AbortController()
  shop = openWorkshop(site.desk, holder, over.signal, unwatched)
})
afterEach(async () => {
  over.abort()
  await shop.close()
  await site.close()
})

let count = 0
function letter(from: string, dmarc: 'pass' | 'fail', subject = 'Phones'): Buffer {
  count += 1
  const lines = [
    `Authentication-Results: mx.acme.test; dmarc=${dmarc} header.from=${from.split('@')[1]}`,
    `From: ${from}`,
    'To: support@acme.test',
    `Subject: ${subject}`,
    `Message-ID: <letter${count}@mailer.test>`,
    '',
    `It rings ${count}.`,
  ]
  return Buffer.from(lines.join('\r\n'))
}

async function waiting(): Promise<number> {
  const rows = site.desk.store.read.selectFrom('ledger').where('state', '=', 'received')
  return (await rows.select('id').execute()).length
}

test('what a mail of any outcome has put back is decided a second later', async () => {
  const { ticket } = await site.arrive(letter('ana@globex.test', 'pass'))
  // The mail host fails everybody, until a reply shows that it is well again.
  for (let i = 0; i < 25; i += 1) await site.arrive(letter(writers[i % 3] ?? '', 'fail'))
  const work = recurring(site.desk, holder, shop, () => undefined)
  await ingestMail(site.desk, letter('ana@globex.test', 'pass', `Re: [Acme#${ticket}] Phones`))
  await shop.takeUp({ careful: false })
  expect(await waiting()).toBe(20)
  await work.noticeCommands()
  expect(await waiting()).toBe(0)
})

test('what could not be taken up is tried again a second later', async () => {
  await ingestMail(site.desk, letter('ana@globex.test', 'pass'))
  await shop.takeUp({ careful: false })
  await ingestMail(site.desk, letter('bob@initech.test', 'pass'))
  let faults = 0
  const full = new Failure('store-full', 'The store is full.', { lasting: 'temporary' })
  const takeUp: Workshop['takeUp'] = (options) =>
    faults++ === 0 ? Promise.reject(full) : shop.takeUp(options)
  const work = recurring(site.desk, holder, { ...shop, takeUp }, () => undefined)
  await expect(work.noticeCommands()).rejects.toBe(full)
  await work.noticeCommands()
  expect(await waiting()).toBe(0)
})
