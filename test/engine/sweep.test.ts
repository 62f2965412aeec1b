import { afterEach, expect, test } from '@jest/globals'
import { sql } from 'kysely'
import { sweepRawOrphans } from '../../src/engine/due/sweep.ts'
import { type DeskSite, openDesk } from './desk-site.ts'

let site: DeskSite
afterEach(() => site.close())

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
  let turns = 0
  const other = setInterval(() => turns++, 0)
  expect(await sweepRawOrphans(desk)).toBe(1)
  clearInterval(other)
  expect(turns).toBeGreaterThan(0)
  expect(raw.bytes(700)).toBeNull()
  expect(raw.bytes(701)).not.toBeNull()
})
