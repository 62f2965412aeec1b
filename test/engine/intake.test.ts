import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import SqliteDatabase from 'better-sqlite3'
import { continueMailbox } from '../../src/engine/act/mailboxes.ts'
import { type Holder, hold } from '../../src/engine/holder.ts'
import { createIntake, type EngineIntake } from '../../src/engine/intake.ts'
import { type OnStep, unwatched } from '../../src/engine/kill-points.ts'
import { createLine, type Line } from '../../src/engine/line.ts'
import { createParsePool, type ParsePool } from '../../src/engine/parse-pool.ts'
import { judgeReread } from '../../src/engine/reread.ts'
import { takeUp } from '../../src/engine/take-up.ts'
import { silent } from '../../src/log.ts'
import type { FetchedMail } from '../../src/mailbox/intake.ts'
import { rawFileOf } from '../../src/store/database.ts'
import { openSite } from './act/site.ts'
import type { DeskSite } from './desk-site.ts'

let site: DeskSite
let holder: Holder
let pool: ParsePool
let line: Line
/** Called before mails are read. */
let onParse: () => Promise<void>
/** Told of the steps of a batch. */
let onStep: OnStep
let spool: string
let intake: EngineIntake

beforeEach(async () => {
  site = await openSite({ mailboxes: [{ start: 'all' }] })
  const { desk } = site
  holder = (await hold(desk.store, desk.now, silent)) as Holder
  const reader = createParsePool({ workers: 1, deadline: 20_000 })
  pool = { ...reader, parse: (items) => onParse().then(() => reader.parse(items)) }
  onParse = async () => {}
  onStep = unwatched
  spool = mkdtempSync(path.join(tmpdir(), 'intake-'))
  const { signal } = new AbortController()
  line = createLine(desk, holder, pool, unwatched, () => undefined, signal, 5)
  const [mailbox] = desk.config.mailboxes
  intake = createIntake(desk, holder, line, mailbox, {
    step: (name) => onStep(name),
    state: () => undefined,
    async reread(stored) {
      await judgeReread(desk, holder, { mailbox, state: stored, pool, spool, signal })
      await takeUp(desk, holder, { line, pool, spool, signal }, { careful: false })
    },
  })
})
afterEach(async () => {
  await line.empty()
  await pool.close()
  await site.close()
  rmSync(spool, { recursive: true })
})

function mail(uid: number, subject: string): FetchedMail {
  const bytes = Buffer.from(
    `Message-ID: <${subject}@globex.test>\r\nFrom: ana@globex.test\r\nTo: support@acme.test\r\nSubject: ${subject}\r\n\r\nWords of ${subject}.\r\n`,
  )
  const internalDate = '2026-11-02T08:00:00.000Z'
  return { kind: 'mail', uid, internalDate, size: bytes.length, body: { bytes } }
}

/** One visit: what lies there above the cursor is taken. Gives where it went on. */
async function visit(
  uidValidity: number,
  mails: FetchedMail[],
  beforeTheEnd = async () => {},
): Promise<number> {
  const uidNext = Math.max(...mails.map(({ uid }) => uid)) + 1
  const { after } = await intake.begin({ uidValidity, uidNext, exists: mails.length })
  await intake.take(mails.filter(({ uid }) => uid > after))
  await beforeTheEnd()
  await intake.caughtUp()
  await line.empty()
  return after
}

const ledger = () => site.desk.store.read.selectFrom('ledger').orderBy('id')

const outcomes = async () => {
  const rows = await ledger().select(['subject', 'outcome']).execute()
  return rows.map(({ subject, outcome }) => [subject, outcome])
}

test.each([
  ['under the same UIDVALIDITY, as a restored backup does', [7, 7]],
  ['under one that it had before', [7, 8, 7]],
])('a mail at a UID that was given out before is taken: %s', async (_title, validities) => {
  const [first = 0, ...others] = validities
  await visit(first, [mail(1, 'one'), mail(2, 'two'), mail(3, 'three')])
  for (const validity of others) {
    expect(await visit(validity, [mail(1, 'one'), mail(2, `new under ${validity}`)])).toBe(0)
  }
  const again = others.map((validity) => [
    ['one', 'duplicate'],
    [`new under ${validity}`, 'opened'],
  ])
  expect(await outcomes()).toEqual([
    ['one', 'opened'],
    ['two', 'opened'],
    ['three', 'opened'],
    ...again.flat(),
  ])
})

/** A folder of which three mails were taken is read again, and a fourth mail lies there. */
async function readAgain(beforeTheEnd: () => Promise<void>): Promise<void> {
  const mails = [mail(1, 'one'), mail(2, 'two'), mail(3, 'three')]
  await visit(7, mails)
  await visit(8, [...mails, mail(4, 'four')], beforeTheEnd)
}

test('a mail whose bytes are damaged costs a re-read only itself', async () => {
  await readAgain(async () => {
    const db = new SqliteDatabase(rawFileOf(site.desk.config.store.path))
    db.exec(`update piece set bytes = x'ffff' where rawId = 5`)
    db.close()
  })
  expect((await outcomes()).slice(3)).toEqual([
    ['one', 'duplicate'],
    [null, 'quarantined'],
    ['three', 'duplicate'],
    ['four', 'opened'],
  ])
})

test('what the process died of in a re-read is set aside, and the others are not counted with it', async () => {
  const inHand: number[][] = []
  await readAgain(async () => {
    await site.desk.store.transact(async (writer) => {
      const row = writer.updateTable('ledger').where('id', '=', 6)
      await row.set({ attempts: 3 }).execute()
    })
    onParse = async () => {
      inHand.push((await ledger().select('attempts').execute()).map((it) => it.attempts))
    }
  })
  expect((await outcomes()).slice(3)).toEqual([
    ['one', 'duplicate'],
    ['two', 'duplicate'],
    [null, 'quarantined'],
    ['four', 'opened'],
  ])
  expect(inHand.map((attempts) => attempts.slice(3))).toEqual([
    [1, 0, 3, 0],
    [0, 1, 3, 0],
    [0, 0, 3, 1],
    // Then they are decided together.
    [0, 0, 3, 0],
  ])
})

test('mails that arrive while a person lets a mailbox go on are decided', async () => {
  const { desk } = site
  await visit(7, [mail(1, 'one')])
  await desk.store.transact((writer) =>
    writer.updateTable('mailbox').set({ halted: 'too many' }).execute(),
  )
  let allowed = Promise.resolve()
  onStep = (name) => {
    if (name === 'fetched') allowed = continueMailbox(desk, 'support', null)
  }
  await visit(7, [mail(2, 'two')])
  await allowed
  expect(await outcomes()).toEqual([
    ['one', 'opened'],
    ['two', 'opened'],
  ])
})
