import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { openStore, type Store } from '../../src/store/database.ts'
import { openSqlite } from '../../src/store/dialect.ts'
import { idHash } from '../../src/store/hash.ts'
import { enqueue, letterOf } from '../../src/store/outbox.ts'
import { listAsked } from '../../src/store/outbox-asked.ts'
import { claim, due } from '../../src/store/outbox-queue.ts'
import { recover, type Settlement, settle } from '../../src/store/outbox-settling.ts'
import {
  cancelOutbox,
  emptyBodies,
  listOutbox,
  retryOutbox,
  showOutbox,
} from '../../src/store/outbox-view.ts'
import { addTicket } from '../../src/store/tickets.ts'
import type { Ticket } from '../../src/ticket/ticket.ts'
import { draft } from '../outbox/drafts.ts'

const NOON = '2026-11-21T12:00:00.000Z'
const at = (minutes: number) => new Date(Date.parse(NOON) + minutes * 60_000).toISOString()

let folder: string
let store: Store

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'ticketd-outbox-'))
  store = await openStore(path.join(folder, 'ticketd.db'), { migrate: true })
})

afterEach(async () => {
  await store.close()
  rmSync(folder, { recursive: true })
})

const ticket = (number: number): Ticket => ({
  number,
  subject: 'Printer on fire',
  status: 'open',
  priority: 'P3',
  reason: null,
  department: 'support',
  mailbox: 'support',
  accountId: null,
  requester: { name: 'Ana Ruiz', address: 'ana@customer.test', contactId: null },
  supportSide: 'desk',
  locale: 'en',
  seq: 0,
  reopened: 0,
  openedAt: NOON,
  updatedAt: NOON,
  closedAt: null,
  owner: null,
  plan: null,
  mergedInto: null,
  escalatedFrom: null,
  clock: null,
})

const put = (drafts: Parameters<typeof draft>[0][], now = NOON) =>
  store.transact((writer) => enqueue(writer, drafts.map(draft), now))

const take = (changes: Partial<Parameters<typeof claim>[1]> = {}) =>
  store.transact((writer) =>
    claim(writer, {
      mailboxes: ['support'],
      limit: 10,
      now: NOON,
      epoch: 1,
      nextTry: () => at(2),
      ...changes,
    }),
  )

const note = (results: Settlement[], now = NOON) =>
  store.transact((writer) => settle(writer, results, now))

const row = async (id: number) => {
  const found = await showOutbox(store.read, id)
  if (!found) throw new Error(`no row ${id}`)
  return found
}

test('a mail comes out as it was put in', async () => {
  const mail = draft({
    references: ['<a@b>', '<c@d>'],
    attachments: [
      {
        ledgerId: 7,
        position: 0,
        name: 'é.pdf',
        type: 'application/pdf',
        size: 12,
        inline: false,
        contentId: null,
      },
    ],
  })
  await put([mail])
  const [claimed] = await take()
  expect(claimed && letterOf(claimed)).toEqual({ ...mail, id: 1, attempts: 1, doubts: 0 })
})

describe('what is sent next', () => {
  test('nobody is sent words before what was written to the same reader about the ticket earlier', async () => {
    await store.transact((writer) => addTicket(writer, ticket(100_042)))
    await put([
      { subject: 'of no ticket', priority: 2 },
      { subject: 'confirmation', priority: 2, ticket: 100_042 },
      { subject: 'words', priority: 0, ticket: 100_042 },
    ])
    const subjects = async () => (await take({ limit: 1 })).map((row) => row.subject)
    expect([await subjects(), await subjects(), await subjects()]).toEqual([
      ['confirmation'],
      ['words'],
      ['of no ticket'],
    ])
  })

  test("a person's words go first, then age; the future and other mailboxes wait", async () => {
    await put([{ subject: 'late' }], at(1))
    await put([{ subject: 'answer', priority: 2 }, { subject: 'first' }, { subject: 'second' }])
    await put([
      { subject: 'person', priority: 0 },
      { subject: 'other', mailbox: 'sales' },
    ])
    const subjects = (await take()).map((mail) => mail.subject)
    expect(subjects).toEqual(['person', 'first', 'second', 'answer'])
  })

  test('mailboxes of one account are taken together, oldest first', async () => {
    await put([{ subject: 'b', mailbox: 'sales' }], at(-1))
    await put([{ subject: 'c' }], at(0))
    await put([{ subject: 'a' }], at(-2))
    const mails = await take({ mailboxes: ['support', 'sales'], limit: 2 })
    expect(mails.map((mail) => mail.subject)).toEqual(['a', 'b'])
  })

  test('the attempt and the next try are written before anything is tried', async () => {
    await put([{}])
    const [mail] = await take({ epoch: 5, nextTry: (attempts) => at(attempts * 7) })
    expect(mail).toMatchObject({ status: 'sending', attempts: 1, epoch: 5, nextAt: at(7) })
    expect(await row(1)).toMatchObject({ status: 'sending', attempts: 1, nextAt: at(7) })
  })

  test('what is being sent is not taken a second time', async () => {
    await put([{}, {}])
    await take({ limit: 1 })
    expect((await take({ now: at(60) })).map((mail) => mail.id)).toEqual([2])
    expect(await take({ now: at(60) })).toEqual([])
  })

  test('the next instant at which something is due', async () => {
    expect(await due(store.read, ['support'])).toBeNull()
    await put([{}], at(3))
    await put([{ priority: 0 }], at(4))
    expect(await due(store.read, ['support', 'sales'])).toBe(at(3))
    await take({ now: at(3) })
    expect(await due(store.read, ['support'])).toBe(at(4))
    expect(await due(store.read, ['sales'])).toBeNull()
  })
})

describe('what became of it', () => {
  const only = { id: 1, epoch: 1 }
  const cases: [string, Settlement, object][] = [
    [
      'sent',
      { ...only, kind: 'sent', serverMessageId: null },
      { status: 'sent', nextAt: null, finishedAt: NOON, attempts: 1 },
    ],
    [
      'sent under another id',
      { ...only, kind: 'sent', serverMessageId: '<New@Host>' },
      { status: 'sent', serverMessageId: '<New@Host>', serverIdHash: idHash('<new@host>') },
    ],
    [
      'tried in vain',
      { ...only, kind: 'waiting', words: '450 later', nextAt: at(9) },
      { status: 'queued', error: '450 later', nextAt: at(9), finishedAt: null, attempts: 1 },
    ],
    [
      'refused',
      { ...only, kind: 'failed', words: '550 no such user' },
      { status: 'failed', error: '550 no such user', nextAt: null, finishedAt: NOON },
    ],
    [
      'in doubt',
      { ...only, kind: 'uncertain', words: 'lost', nextAt: at(10) },
      { status: 'uncertain', doubts: 1, nextAt: at(10), finishedAt: null },
    ],
    [
      'in doubt, and a person is asked',
      { ...only, kind: 'uncertain', words: 'lost', nextAt: null },
      { status: 'uncertain', doubts: 1, nextAt: null, finishedAt: null },
    ],
    [
      'not tried',
      { ...only, kind: 'untried', words: 'not allowed', nextAt: NOON },
      { status: 'queued', attempts: 0, error: 'not allowed', nextAt: NOON },
    ],
  ]
  test.each(cases)('%s', async (_name, settlement, expected) => {
    await put([{}, {}])
    await take({ limit: 1 })
    await note([settlement])
    expect(await row(1)).toMatchObject(expected)
    expect(await row(2)).toMatchObject({ status: 'queued', attempts: 0 })
  })

  test('many at once, each its own', async () => {
    await put([{}, {}, {}])
    await take()
    await note([
      { id: 1, epoch: 1, kind: 'sent', serverMessageId: null },
      { id: 2, epoch: 1, kind: 'failed', words: 'no' },
      { id: 3, epoch: 1, kind: 'sent', serverMessageId: null },
    ])
    const list = await listOutbox(store.read, { limit: 10 })
    expect(list.map((mail) => mail.status)).toEqual(['sent', 'failed', 'sent'])
  })

  test('a mail in doubt is sent once more and stays uncertain, since both may have arrived', async () => {
    await put([{}])
    await take()
    await note([{ ...only, kind: 'uncertain', words: 'lost', nextAt: at(10) }])
    expect(await take({ now: at(9) })).toEqual([])
    const [again] = await take({ now: at(10) })
    expect(again).toMatchObject({ doubts: 1, attempts: 2, messageId: draft().messageId })
    await note([{ ...only, kind: 'sent', serverMessageId: null }], at(11))
    expect(await row(1)).toMatchObject({ status: 'uncertain', nextAt: null, finishedAt: at(11) })
  })

  test('a row that another owner has noted since is left alone', async () => {
    await put([{}])
    await take({ epoch: 1 })
    await store.transact((writer) => recover(writer, { epoch: 2, againAt: NOON }))
    await take({ epoch: 2 })
    await note([{ ...only, kind: 'failed', words: 'late news' }])
    expect(await row(1)).toMatchObject({ status: 'sending', epoch: 2 })
  })
})

describe('after the owner died', () => {
  const rescue = (epoch: number) =>
    store.transact((writer) => recover(writer, { epoch, againAt: at(10) }))

  test('what it was sending is in doubt and sent once more', async () => {
    await put([{}, {}])
    await take({ epoch: 1, limit: 1 })
    expect(await rescue(2)).toBe(1)
    expect(await row(1)).toMatchObject({ status: 'uncertain', doubts: 1, nextAt: at(10) })
    expect(await row(2)).toMatchObject({ status: 'queued', doubts: 0 })
    expect(await take({ epoch: 2, now: at(9) })).toMatchObject([{ id: 2 }])
    expect(await take({ epoch: 2, now: at(10) })).toMatchObject([{ id: 1, attempts: 2 }])
  })

  test('its copy is sent again when that owner dies too; of the fifth death a person is asked', async () => {
    await put([{}])
    for (let epoch = 1; epoch < 5; epoch++) {
      expect(await take({ epoch, now: at(10) })).toHaveLength(1)
      await rescue(epoch + 1)
      expect(await row(1)).toMatchObject({ doubts: epoch, nextAt: at(10), finishedAt: null })
    }
    await take({ epoch: 5, now: at(10) })
    await rescue(6)
    expect(await row(1)).toMatchObject({ status: 'uncertain', nextAt: null, finishedAt: null })
    expect(await listAsked(store.read)).toMatchObject([{ id: 1, doubts: 5 }])
  })

  test('copies are noted one at a time, so that the next death puts no other in doubt', async () => {
    await put([{}, {}, {}])
    await take({ epoch: 1, limit: 2 })
    await rescue(2)
    const taken = async () => (await take({ epoch: 2, now: at(10) })).map((mail) => mail.id)
    expect([await taken(), await taken(), await taken()]).toEqual([[3], [1], [2]])
  })

  test('what the present owner is sending stays', async () => {
    await put([{}])
    await take({ epoch: 2 })
    expect(await rescue(2)).toBe(0)
  })
})

describe('on the command line', () => {
  test('lists newest first, by status and ticket, page by page', async () => {
    await put([{ template: 'a' }, { template: 'b' }, { template: 'c' }])
    await take({ limit: 1 })
    const ids = async (filter: object) =>
      (await listOutbox(store.read, { limit: 2, ...filter })).map((mail) => mail.id)
    expect(await ids({})).toEqual([3, 2])
    expect(await ids({ before: 2 })).toEqual([1])
    expect(await ids({ status: 'sending' })).toEqual([1])
    expect((await listOutbox(store.read, { limit: 1, before: 2 }))[0]).toEqual({
      id: 1,
      to: 'ana@customer.test',
      subject: '[Acme#100042] Printer on fire',
      template: 'a',
      status: 'sending',
      attempts: 1,
      ticket: null,
      messageId: '<ticket.100042.1.0123456789ab@acme.test>',
      asked: false,
      error: null,
    })
  })

  test('retry sends a failed mail at once, and nothing that was sent or is being sent', async () => {
    await put([{}, {}, {}])
    await take()
    await note([
      { id: 1, epoch: 1, kind: 'failed', words: 'no' },
      { id: 2, epoch: 1, kind: 'sent', serverMessageId: null },
    ])
    const retry = (id: number) => store.transact((writer) => retryOutbox(writer, id, at(5)))
    expect([await retry(1), await retry(2), await retry(3), await retry(99)]).toEqual([
      true,
      false,
      false,
      false,
    ])
    expect(await row(1)).toMatchObject({
      status: 'queued',
      attempts: 0,
      nextAt: at(5),
      error: null,
    })
  })

  test('cancel stops what waits, and only that', async () => {
    await put([{}, {}])
    await take({ limit: 1 })
    const cancel = (id: number) =>
      store.transact((writer) => cancelOutbox(writer, id, 'Cancelled by the operator.', at(1)))
    expect([await cancel(1), await cancel(2), await cancel(2)]).toEqual([false, true, false])
    expect(await row(2)).toMatchObject({ status: 'cancelled', finishedAt: at(1), nextAt: null })
    expect(await take({ now: at(60) })).toEqual([])
  })
})

test('texts are emptied some days after the end, and such a mail is not sent again', async () => {
  await put([{}, {}])
  await take({ limit: 1 })
  await note([{ id: 1, epoch: 1, kind: 'failed', words: 'no' }])
  const emptyBefore = (instant: string, after = 0, limit = 500) =>
    store.transact((writer) => emptyBodies(writer, instant, after, limit))
  await emptyBefore(NOON)
  expect(await row(1)).toMatchObject({ text: draft().text })
  // Page by page, up to what was written later.
  expect(await emptyBefore(at(1), 0, 1)).toBe(1)
  expect(await emptyBefore(at(1), 1, 2)).toBeNull()
  expect(await row(1)).toMatchObject({ text: null, html: null, subject: draft().subject })
  expect(await row(2)).toMatchObject({ text: draft().text })
  expect(await store.transact((writer) => retryOutbox(writer, 1, NOON))).toBe(false)
  expect(() => letterOf({ ...draftRow, text: null })).toThrow('The text of this mail is gone.')
})

const draftRow = { text: '', html: '' } as Awaited<ReturnType<typeof row>>

test('no statement of the daemon scans or sorts the outbox', async () => {
  await store.transact((writer) => addTicket(writer, ticket(100_042)))
  await put([{}, {}, {}, { priority: 0, ticket: 100_042 }])
  const statements = await statementsOf(async (watched) => {
    await watched.transact((w) =>
      claim(w, {
        mailboxes: ['support'],
        limit: 3,
        now: NOON,
        epoch: 1,
        nextTry: () => NOON,
      }),
    )
    await watched.transact((w) =>
      settle(
        w,
        [
          { id: 1, epoch: 1, kind: 'sent', serverMessageId: null },
          { id: 2, epoch: 1, kind: 'uncertain', words: '', nextAt: null },
          { id: 3, epoch: 1, kind: 'failed', words: '' },
        ],
        NOON,
      ),
    )
    await watched.transact((w) => recover(w, { epoch: 9, againAt: NOON }))
    await watched.transact((w) => emptyBodies(w, NOON))
    await watched.transact((w) => cancelOutbox(w, 4, '', NOON))
    await watched.transact((w) => retryOutbox(w, 4, NOON))
    await due(watched.read, ['support'])
    await listOutbox(watched.read, { limit: 5 })
    await listOutbox(watched.read, { limit: 5, status: 'failed' })
    await listOutbox(watched.read, { limit: 5, before: 4 })
  })
  expect(statements.length).toBeGreaterThan(10)
  const bad = statements.flatMap(({ sql, plan }) =>
    plan
      .filter((step) => /^SCAN outbox$/.test(step) || /TEMP B-TREE/.test(step))
      .map((step) => `${step}: ${sql}`),
  )
  // The list without a filter walks the primary key from its end and stops after a page.
  expect(bad.filter((it) => !/order by "id" desc limit \?$/.test(it))).toEqual([])
  // By the index of what is queued, each claim would read the whole of a backlog.
  const ofTickets = statements.filter(({ sql }) => sql.includes('"ticket" in ('))
  expect(ofTickets.flatMap(({ plan }) => plan)).toEqual([
    expect.stringMatching(/USING INDEX outbox_(ticket|reader)/),
  ])
})

/** Every statement that the work executes, with its query plan. */
async function statementsOf(work: (store: Store) => Promise<void>) {
  const seen = new Set<string>()
  const file = path.join(folder, 'ticketd.db')
  const listening = (reader: Store['read']) =>
    reader.withPlugin({
      transformQuery: ({ node }) => {
        seen.add(reader.getExecutor().compileQuery(node, { queryId: 'plan' } as never).sql)
        return node
      },
      transformResult: async ({ result }) => result,
    })
  await work({
    ...store,
    read: listening(store.read),
    transact: (inside) => store.transact((writer) => inside(listening(writer) as typeof writer)),
  })
  const db = openSqlite(file, { readonly: true })
  const plans = [...seen].map((sql) => ({
    sql,
    plan: db
      .prepare(`explain query plan ${sql}`)
      .all(...Array(sql.split('?').length - 1).fill(1))
      .map((step) => (step as { detail: string }).detail),
  }))
  db.close()
  return plans
}
