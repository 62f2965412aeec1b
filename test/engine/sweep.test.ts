import { afterEach, expect, test } from '@jest/globals'
import { sql } from 'kysely'
import { closeImported } from '../../src/engine/due/close-imported.ts'
import { sweepRawOrphans } from '../../src/engine/due/sweep.ts'
import { hold } from '../../src/engine/holder.ts'
import { noteImported } from '../../src/engine/past.ts'
import { type DeskSite, openDesk } from './desk-site.ts'

let site: DeskSite
afterEach(() => site.close())

/** How often other work had its turn meanwhile. */
async function turnsDuring(work: () => Promise<unknown>): Promise<number> {
  let turns = 0
  const other = setInterval(() => turns++, 0)
  await work()
  clearInterval(other)
  return turns
}

test('among many mails those of nobody go, and other work has its turn meanwhile', async () => {
  site = await openDesk()
  const { desk, clock } = site
  const { raw, transact } = desk.store
  const at = new Date(clock.now).toISOString()
  await raw.append(Array(1_200).fill({ bytes: Buffer.from('Hi') }), at)
  await transact(async (writer) => {
    await sql`insert into mailbox (id, source, folder, name, "lastUid", "firstSeenAt")
      values (1, 'a', 'b', 'support', 0, ${at})`.execute(writer)
    // The mail 700 is of nobody.
    await sql`with recursive n(i) as (select 1 union all select i + 1 from n where i < 1200)
      insert into ledger ("mailboxId", uid, "rawId", size, "receivedAt", state, acknowledged, quiet)
      select 1, i, i, 2, ${at}, 'received', 1, 0 from n where i <> 700`.execute(writer)
  })
  clock.now += 7_200_000
  expect(await turnsDuring(async () => expect(await sweepRawOrphans(desk)).toBe(1))).not.toBe(0)
  expect(raw.bytes(700)).toBeNull()
  expect(raw.bytes(701)).not.toBeNull()
})

test('nor does the end of a great import hold up anything', async () => {
  site = await openDesk()
  const { desk } = site
  const holder = await hold(desk.store, desk.now, desk.log)
  if (!holder) throw new Error('nobody else may hold the lease')
  await holder.transact(async (writer) => {
    for (let number = 1; number <= 1_100; number++) await noteImported(writer, number)
  })
  expect(await turnsDuring(() => closeImported(desk, holder))).not.toBe(0)
  await holder.release()
})
