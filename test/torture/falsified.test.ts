import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { makeContract } from '../../src/engine/act/contracts.ts'
import { buyCredits } from '../../src/engine/act/credits.ts'
import type { Desk } from '../../src/engine/desk.ts'
import { openStore, type Store } from '../../src/store/database.ts'
import { openDesk } from '../engine/desk-site.ts'
import { faultsOfBooking } from './books.ts'
import { chanceOf } from './chance.ts'
import { accountIdOf, addCustomers, CONFIG, firstDay, PACK } from './customers.ts'
import { FALSIFICATIONS, falsify } from './falsify.ts'
import type { Purchase } from './sales.ts'
import { differences, storyOf } from './story.ts'
import { faultsOfTaking, judgeSending } from './verdict.ts'
import { workloadOf } from './workload.ts'

const MAILS = 260
const PEOPLE = [{ company: 'Globex', contacts: [{ name: 'Ana Ruiz', address: 'ana@globex.test' }] }]
const workload = workloadOf(chanceOf(1), 20)
const folders: string[] = []
let right: string
let undisturbed: string[]

/** The day of the workload, played in this very process; all of its mails were taken by the server once. */
beforeAll(async () => {
  const site = await openDesk({ config: CONFIG, accounts: PEOPLE })
  const { desk } = site
  site.clock.now = Date.now()
  await addCustomers(desk, 20)
  const { purchases } = workload.sales
  let bought = 0
  for (let n = 1; n <= MAILS; n += 1) {
    await site.arrive(workload.next().bytes())
    if ((purchases[bought]?.after ?? MAILS) > n && n < MAILS) continue
    for (const due = n < MAILS ? bought + 1 : purchases.length; bought < due; bought += 1) {
      await buy(desk, purchases[bought] as Purchase)
    }
    await site.takeUp()
  }
  await desk.store.transact(async (writer) => {
    await writer
      .updateTable('ledger')
      .set((row) => ({ uid: row.ref('id'), uidValidity: 7 }))
      .execute()
    await writer.updateTable('outbox').set({ status: 'sent', nextAt: null }).execute()
  })
  right = copyOf(path.dirname(desk.config.store.path))
  undisturbed = await storyOf(desk.store)
  await site.close()
})

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true })
})

test('what really happened is found right', async () => {
  expect(await faultsAfter()).toEqual([])
  const kinds = new Set(workload.sales.movements.map(({ kind }) => kind))
  expect(kinds).toEqual(new Set(['included', 'adjusted', 'bought', 'deducted', 'refunded']))
})

test.each(Object.entries(FALSIFICATIONS))('%s is found', async (name, { found }) => {
  expect(await faultsAfter(name)).toContainEqual(expect.stringMatching(found))
})

/** Everything that the torture says of a desk in the end, after its books were spoiled in this way. */
async function faultsAfter(falsification?: string): Promise<string[]> {
  const file = path.join(copyOf(right), 'ticketd.db')
  const accepted = await withStore(file, async ({ read }) => {
    const rows = await read.selectFrom('outbox').select('messageId').execute()
    return new Map(rows.map(({ messageId }) => [messageId, 1]))
  })
  if (falsification) falsify(falsification, file, accepted)
  const lying = Array.from({ length: MAILS }, (_, i) => ({ uid: i + 1, flags: '\\Seen' }))
  return await withStore(file, async (store) => [
    ...(await faultsOfTaking(store, lying)),
    ...(await faultsOfBooking(store, workload.sales.movements)),
    ...differences(await storyOf(store), undisturbed),
    ...(await judgeSending(store, accepted, 1)).faults,
  ])
}

async function buy(desk: Desk, { buyer }: Purchase): Promise<void> {
  const account = await accountIdOf(desk.store.read, buyer.company)
  if (buyer.lacks === 'credits') await buyCredits(desk, account, PACK, null)
  else {
    const { deployment } = buyer
    const form = { deployment, type: 'Gold', starts: firstDay(desk.now()) }
    await makeContract(desk, account, form, null)
  }
}

async function withStore<T>(file: string, work: (store: Store) => Promise<T>): Promise<T> {
  const store = await openStore(file)
  try {
    return await work(store)
  } finally {
    await store.close()
  }
}

function copyOf(folder: string): string {
  const copy = mkdtempSync('/tmp/books-')
  folders.push(copy)
  cpSync(folder, copy, { recursive: true })
  return copy
}
