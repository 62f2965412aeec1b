import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { silent } from '../../src/log.ts'
import { watchClock } from '../../src/outbox/clock.ts'
import { createDomains } from '../../src/outbox/domains.ts'
import { openStore, type Store } from '../../src/store/database.ts'
import { enqueue } from '../../src/store/outbox.ts'
import { claim } from '../../src/store/outbox-queue.ts'
import { settle } from '../../src/store/outbox-settling.ts'
import { draft } from './drafts.ts'

const NOON = Date.parse('2026-11-21T12:00:00.000Z')
const HOUR = 3_600_000
const DAY = 24 * HOUR
const iso = (at: number) => new Date(at).toISOString()

let folder: string
let store: Store
let clock: number

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ticketd-clock-'))
  store = await openStore(join(folder, 'ticketd.db'), { migrate: true })
})

afterEach(async () => {
  await store.close()
  rmSync(folder, { recursive: true })
})

const write = (at: number) => store.transact((writer) => enqueue(writer, [draft()], iso(at)))

/** One that was tried at this instant and is to be tried again later. */
async function putOff(at: number, until: number): Promise<void> {
  await write(at)
  const wanted = {
    mailboxes: ['support'],
    limit: 1,
    now: iso(at),
    epoch: 1,
    nextTry: () => iso(at),
  }
  const [row] = await store.transact((writer) => claim(writer, wanted))
  const result = { id: row?.id ?? 0, epoch: 1, kind: 'waiting', words: 'later' } as const
  await store.transact((writer) => settle(writer, [{ ...result, nextAt: iso(until) }], iso(at)))
}

/** Hours from noon at which each mail is due. */
async function due(): Promise<number[]> {
  const rows = await store.read.selectFrom('outbox').select('nextAt').orderBy('id').execute()
  return rows.map(({ nextAt }) => (Date.parse(nextAt ?? '') - NOON) / HOUR)
}

function watched(): () => Promise<void> {
  return watchClock({
    store,
    accounts: [{ mailboxes: ['support'], trouble: null, domains: createDomains() }],
    now: () => clock,
    log: silent,
    giveUpAfter: 5 * DAY,
    uncertainAfter: HOUR,
  })
}

test('what was written under a clock that was ahead leaves when a process starts', async () => {
  await putOff(NOON + DAY, NOON + DAY + HOUR)
  await putOff(NOON, NOON + 2 * HOUR)
  await write(NOON + 3 * HOUR)
  await write(NOON - HOUR)
  clock = NOON
  const heed = watched()
  await heed()
  // A wait of two hours may be meant so, one of a day is never.
  expect(await due()).toEqual([0, 2, 0, -1])
})

test('and when the clock goes back while it runs, but not for less than a second', async () => {
  clock = NOON + 3 * HOUR
  const heed = watched()
  await heed()
  await write(clock)
  clock -= 900
  await heed()
  expect(await due()).toEqual([3])
  clock = NOON
  await heed()
  expect(await due()).toEqual([0])
})
