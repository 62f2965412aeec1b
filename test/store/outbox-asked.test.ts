import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { openStore, type Store } from '../../src/store/database.ts'
import { openSqlite } from '../../src/store/dialect.ts'
import { enqueue } from '../../src/store/outbox.ts'
import { countAsked, listAsked, markArrived } from '../../src/store/outbox-asked.ts'
import { claim, due } from '../../src/store/outbox-queue.ts'
import { recover } from '../../src/store/outbox-settling.ts'
import { cancelOutbox, listOutbox, retryOutbox, showOutbox } from '../../src/store/outbox-view.ts'
import { withdraw } from '../../src/store/withdraw.ts'
import { draft } from '../outbox/drafts.ts'

const NOON = '2026-11-21T12:00:00.000Z'

let folder: string
let store: Store

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'ticketd-asked-'))
  store = await openStore(path.join(folder, 'ticketd.db'), { migrate: true })
})

afterEach(async () => {
  await store.close()
  rmSync(folder, { recursive: true })
})

const claimed = (count: number, epoch: number) =>
  store.transact((writer) =>
    claim(writer, { mailboxes: ['support'], limit: count, now: NOON, epoch, nextTry: () => NOON }),
  )

/** So many mails were on their way when the process died; a person is asked about them. */
async function asked(count: number): Promise<void> {
  const drafts = Array.from({ length: count }, () => draft())
  await store.transact((writer) => enqueue(writer, drafts, NOON))
  await claimed(count, 1)
  await store.transact((writer) => recover(writer, { epoch: 2, againAt: null }))
}

test('a mail of a dead sender waits for the answer, and is due never', async () => {
  await asked(2)
  expect(await due(store.read, ['support'])).toBeNull()
  expect(await listAsked(store.read)).toMatchObject([{ id: 1 }, { id: 2 }])
  expect(await listAsked(store.read, 100042)).toEqual([])
  const listed = await listOutbox(store.read, { limit: 9, asked: true })
  expect(listed).toMatchObject([
    { id: 2, status: 'uncertain', asked: true },
    { id: 1, status: 'uncertain', asked: true },
  ])
  expect(await showOutbox(store.read, 1)).toMatchObject({ doubts: 1, finishedAt: null })
})

test('however often the process dies: a person is asked anew', async () => {
  await asked(1)
  for (let epoch = 2; epoch < 9; epoch++) {
    await store.transact((writer) => retryOutbox(writer, 1, NOON))
    expect(await countAsked(store.read)).toBe(0)
    await claimed(1, epoch)
    const lost = { epoch: epoch + 1, againAt: null }
    expect(await store.transact((writer) => recover(writer, lost))).toBe(1)
    expect(await countAsked(store.read)).toBe(1)
  }
})

test.each([
  ['arrived', markArrived, { status: 'sent', error: null }],
  [
    'cancelled',
    (writer: Parameters<typeof markArrived>[0], id: number, now: string) =>
      cancelOutbox(writer, id, 'Cancelled by operator.', now),
    { status: 'cancelled', error: 'Cancelled by operator.' },
  ],
])('what was answered with "%s" is over', async (_name, answer, expected) => {
  await asked(1)
  expect(await store.transact((writer) => answer(writer, 1, NOON))).toBe(true)
  expect(await showOutbox(store.read, 1)).toMatchObject({
    ...expected,
    nextAt: null,
    finishedAt: NOON,
  })
  expect(await countAsked(store.read)).toBe(0)
  expect(await store.transact((writer) => answer(writer, 1, NOON))).toBe(false)
})

test('what has become untrue is not sent again', async () => {
  await asked(1)
  const { recipient } = draft()
  const untrue = { recipient: recipient.address, template: 'customer-opened', because: 'Known.' }
  expect(await store.transact((writer) => withdraw(writer, { ...untrue, now: NOON }))).toBe(1)
  expect(await countAsked(store.read)).toBe(0)
})

test('those that wait are found by their index, however many were in doubt before', async () => {
  await asked(1)
  const statements: string[] = []
  const file = path.join(folder, 'ticketd.db')
  const watched = await openStore(file, { onStatement: (text) => statements.push(text) })
  await countAsked(watched.read)
  await listAsked(watched.read)
  await watched.close()
  const db = openSqlite(file, { readonly: true })
  const plans = statements
    .filter((text) => text.includes('"outbox"'))
    .map((text) => JSON.stringify(db.prepare(`explain query plan ${text}`).all()))
  db.close()
  expect(plans).toEqual([
    expect.stringContaining('outbox_asked'),
    expect.stringContaining('outbox_asked'),
  ])
})
