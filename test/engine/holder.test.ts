import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { hold, holderOf, LEASE } from '../../src/engine/holder.ts'
import { ownMark } from '../../src/engine/process-mark.ts'
import { silent } from '../../src/log.ts'
import { openStore, type Store } from '../../src/store/database.ts'
import { takeLease } from '../../src/store/lease.ts'

let folder = ''
let store: Store
let now = Date.parse('2026-03-02T09:00:00.000Z')

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lease-'))
  store = await openStore(join(folder, 'ticketd.db'), { migrate: true })
})
afterEach(async () => {
  await store.close()
  rmSync(folder, { recursive: true })
})

const holdNow = () => hold(store, () => now, silent)

/** The lease in the hands of a process that never gives it back. */
async function heldBy(owner: string): Promise<void> {
  const at = (ms: number) => new Date(ms).toISOString()
  await store.transact((writer) => takeLease(writer, owner, at(now), at(now + LEASE.lasts)))
}

function endedMark(): string {
  const [host, , , place] = ownMark().split('/')
  return [host, 2 ** 22 + 1, '1', place, 'ab12cd34'].join('/')
}

test('a second holder waits while the first lives', async () => {
  const first = await holdNow()
  expect(await holdNow()).toBeNull()
  await first?.release()
  expect((await holdNow())?.epoch).toBe(2)
})

test('the lease of a process that has ended is free at once', async () => {
  await heldBy(endedMark())
  expect(await holderOf(store, now)).toBeNull()
  expect((await holdNow())?.epoch).toBe(2)
})

test('the lease of a process of which nothing is known is free after its time', async () => {
  await heldBy(`elsewhere/1/1/another place/ab12cd34`)
  expect(await holdNow()).toBeNull()
  now += LEASE.lasts - 1
  expect(await holdNow()).toBeNull()
  now += 1
  expect((await holdNow())?.epoch).toBe(2)
})

test('and after its time also where the clock was set back meanwhile', async () => {
  await heldBy(`elsewhere/1/1/another place/ab12cd34`)
  now -= 2 * 3_600_000
  expect(await holdNow()).toBeNull()
  now += LEASE.lasts
  expect((await holdNow())?.epoch).toBe(2)
})

test('a lease that was given back is free also after the clock was set back', async () => {
  await (await holdNow())?.release()
  now -= 2 * 3_600_000
  expect((await holdNow())?.epoch).toBe(2)
})

test('a holder that lives keeps the lease when the clock is set back', async () => {
  const first = await holdNow()
  now -= 2 * 3_600_000
  expect(await holdNow()).toBeNull()
  now += LEASE.lasts - 1
  await first?.renew()
  now += 1
  expect(await holdNow()).toBeNull()
  expect(first?.holds()).toBe(true)
})

test('who lost the lease writes nothing', async () => {
  const first = await holdNow()
  now += LEASE.lasts
  const second = await holdNow()
  const write = (holder: typeof first) => holder?.transact(async () => 'written')
  await expect(write(first)).rejects.toMatchObject({ code: 'lease-lost' })
  expect(first?.holds()).toBe(false)
  expect(await write(second)).toBe('written')
})
