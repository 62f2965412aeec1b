import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { Suppression } from '../../src/account/suppression.ts'
import { openStore, type Store } from '../../src/store/database.ts'
import { enqueue } from '../../src/store/outbox.ts'
import { claim, due } from '../../src/store/outbox-queue.ts'
import { markUndelivered } from '../../src/store/outbox-settling.ts'
import { sentWithRow } from '../../src/store/sent.ts'
import {
  findSuppression,
  listSuppressed,
  suppress,
  suppressionsOf,
  unsuppress,
} from '../../src/store/suppressed.ts'
import { draft } from '../outbox/drafts.ts'

const NOON = '2026-11-21T12:00:00.000Z'
const ANA = 'ana@customer.test'

let folder: string
let store: Store

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'ticketd-suppressed-'))
  store = await openStore(path.join(folder, 'ticketd.db'), { migrate: true })
})
afterEach(async () => {
  await store.close()
  rmSync(folder, { recursive: true })
})

const of = (changes: Partial<Suppression> = {}): Suppression => ({
  address: ANA,
  kind: 'bounced',
  reason: '550 5.1.1 no such user',
  since: NOON,
  outboxId: null,
  ledgerId: null,
  ...changes,
})
const stop = (changes?: Partial<Suppression>, triedAt = NOON) =>
  store.transact((w) => suppress(w, of(changes), triedAt))
const put = (...drafts: Parameters<typeof draft>[0][]) =>
  store.transact((w) => enqueue(w, drafts.map(draft), NOON))
const take = () =>
  store.transact((w) =>
    claim(w, { mailboxes: ['support'], limit: 10, now: NOON, epoch: 1, nextTry: () => NOON }),
  )
const rows = () =>
  store.read.selectFrom('outbox').select(['recipient', 'status', 'nextAt', 'error']).execute()

test('an address is found suppressed until that is lifted, and then can be again', async () => {
  expect(await findSuppression(store.read, ANA)).toBeUndefined()
  expect(await stop()).toBe(true)
  expect(await findSuppression(store.read, ANA)).toEqual({ ...of(), heardAt: null })
  expect(await store.transact((w) => unsuppress(w, ANA, NOON, true))).toBe(true)
  expect(await findSuppression(store.read, ANA)).toBeUndefined()
  expect(await store.transact((w) => unsuppress(w, ANA, NOON, false))).toBe(false)
  expect(await stop({ reason: 'again' })).toBe(true)
  expect(await findSuppression(store.read, ANA)).toEqual({
    ...of({ reason: 'again' }),
    heardAt: NOON,
  })
})

test('a mail that left before the address was lifted says nothing new when it comes back', async () => {
  await stop()
  await store.transact((w) => unsuppress(w, ANA, NOON, false))
  expect(await stop({}, '2026-11-21T11:59:59.999Z')).toBe(false)
  expect(await findSuppression(store.read, ANA)).toBeUndefined()
  expect(await stop({}, NOON)).toBe(true)
})

test.each([
  ['bounced', 'bounced', false, 'bounced'],
  ['bounced', 'complained', false, 'bounced'],
  ['complained', 'complained', false, 'complained'],
  ['complained', 'bounced', true, 'bounced'],
] as const)('%s, then %s', async (first, second, isNews, kept) => {
  await stop({ kind: first, reason: 'first' })
  expect(await stop({ kind: second, reason: 'second' })).toBe(isNews)
  const reason = isNews ? 'second' : 'first'
  expect(await findSuppression(store.read, ANA)).toMatchObject({ kind: kept, reason })
})

test('only those asked about, and all of them newest first', async () => {
  await stop()
  await stop({ address: 'bo@customer.test', since: '2026-11-22T12:00:00.000Z' })
  const asked = await suppressionsOf(store.read, ['bo@customer.test', 'cy@customer.test'])
  expect([...asked.keys()]).toEqual(['bo@customer.test'])
  expect(await suppressionsOf(store.read, [])).toEqual(new Map())
  const listed = await listSuppressed(store.read, 10)
  expect(listed.map((s) => s.address)).toEqual(['bo@customer.test', ANA])
})

test('a mail to a dead address is written, seen and never tried', async () => {
  await stop()
  const because = `Nothing is sent to ${ANA}: 550 5.1.1 no such user`
  const bo = { name: 'Bo', address: 'bo@customer.test' }
  expect(await put({}, { recipient: bo })).toEqual([because, null])
  expect(await rows()).toEqual([
    { recipient: ANA, status: 'suppressed', nextAt: null, error: because },
    { recipient: bo.address, status: 'queued', nextAt: NOON, error: null },
  ])
  expect((await take()).map((row) => row.recipient)).toEqual([bo.address])
})

test('who complained is still sent what a person writes', async () => {
  await stop({ kind: 'complained', reason: 'abuse' })
  const automatic = ['auto-replied', 'auto-generated'] as const
  const [replied, generated, words] = await put(
    ...automatic.map((autoSubmitted) => ({ autoSubmitted })),
    { autoSubmitted: null },
  )
  expect([replied, generated]).toEqual(
    Array(2).fill(`Nothing automatic is sent to ${ANA}, whose reader complained: abuse`),
  )
  expect(words).toBeNull()
})

test('what waited when the address died ends before it is tried', async () => {
  await put({}, {})
  await stop()
  expect(await take()).toEqual([])
  expect((await rows()).map((row) => row.status)).toEqual(['suppressed', 'suppressed'])
  expect(await due(store.read, ['support'])).toBeNull()
})

test('whatever happens in whatever order, nothing leaves to an address that is suppressed', async () => {
  const address = fc.constantFrom(ANA, 'bo@customer.test')
  const kind = fc.constantFrom('bounced' as const, 'complained' as const)
  const deed = fc.oneof(
    fc.record({ does: fc.constant('put' as const), address, automatic: fc.boolean() }),
    fc.record({ does: fc.constant('stop' as const), address, kind }),
    fc.record({ does: fc.constant('lift' as const), address }),
    fc.record({ does: fc.constant('take' as const) }),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(deed, { maxLength: 25 }), async (deeds) => {
      const now = new Map<string, Suppression['kind']>()
      for (const it of deeds) {
        if (it.does === 'put') {
          const autoSubmitted = it.automatic ? 'auto-generated' : null
          await put({ recipient: { name: '', address: it.address }, autoSubmitted })
        } else if (it.does === 'stop') {
          await stop({ address: it.address, kind: it.kind })
          if (now.get(it.address) !== 'bounced') now.set(it.address, it.kind)
        } else if (it.does === 'lift') {
          await store.transact((w) => unsuppress(w, it.address, NOON, false))
          now.delete(it.address)
        } else {
          for (const row of await take()) {
            expect(now.get(row.recipient)).not.toBe('bounced')
            if (row.autoSubmitted !== null) expect(now.has(row.recipient)).toBe(false)
          }
        }
      }
      await store.transact(async (w) => {
        await w.deleteFrom('outboxText').execute()
        await w.deleteFrom('outbox').execute()
        await w.deleteFrom('suppressed').execute()
      })
    }),
    { numRuns: 50 },
  )
})

test('a mail that came back has failed, in the words of the report', async () => {
  await put({})
  await store.transact((w) => markUndelivered(w, 1, 'no such user', NOON))
  expect(await rows()).toEqual([
    { recipient: ANA, status: 'failed', nextAt: null, error: 'no such user' },
  ])
  expect(await take()).toEqual([])
})

test('a mail of no ticket is found by the number in its Message-ID, and only by all of it', async () => {
  const id = (row: number) => `<mail.${row}.0123456789ab@acme.test>`
  await put({ messageId: id(1) }, { messageId: id(17) })
  expect(await sentWithRow(store.read, 17)).toEqual({ outboxId: 2, recipient: ANA })
  expect(await sentWithRow(store.read, 1)).toMatchObject({ outboxId: 1 })
  expect(await sentWithRow(store.read, 7)).toBeUndefined()
})
