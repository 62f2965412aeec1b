import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import SqliteDatabase from 'better-sqlite3'
import { type Holder, hold } from '../../src/engine/holder.ts'
import { addOffServer, ingestMail } from '../../src/engine/ingest.ts'
import { unwatched } from '../../src/engine/kill-points.ts'
import { createLine } from '../../src/engine/line.ts'
import { createParsePool, type ParsePool } from '../../src/engine/parse-pool.ts'
import { takeUp } from '../../src/engine/take-up.ts'
import { silent } from '../../src/log.ts'
import { rawFileOf } from '../../src/store/database.ts'
import { IMPORT } from '../../src/store/imported.ts'
import { findMail } from '../../src/store/ledger.ts'
import { openSite } from './act/site.ts'
import type { DeskSite } from './desk-site.ts'

const OLD = '2020-03-02T09:00:00.000Z'

let site: DeskSite
let holder: Holder
let pool: ParsePool
let spool: string

beforeEach(async () => {
  site = await openSite()
  holder = (await hold(site.desk.store, site.desk.now, silent)) as Holder
  pool = createParsePool({ workers: 1, deadline: 20_000 })
  spool = mkdtempSync(path.join(tmpdir(), 'line-'))
})
afterEach(async () => {
  await pool.close()
  await site.close()
  rmSync(spool, { recursive: true })
})

/** What another process does to a file of the store. */
function tamper(file: string, script: string): void {
  const db = new SqliteDatabase(file)
  db.exec(script)
  db.close()
}

const storeFile = () => site.desk.config.store.path

/** From now on no batch with such a mail can be committed; setting the mail aside can. */
function refuseAtCommit(subject: string): void {
  tamper(
    storeFile(),
    `create table vow (id integer references vowed (id) deferrable initially deferred);
     create table vowed (id integer primary key);
     create trigger refuse after update on ledger
       when new.subject = '${subject}' and new.outcome <> 'quarantined'
       begin insert into vow values (1); end`,
  )
}

const mail = (subject: string, more = '') =>
  ingestMail(
    site.desk,
    Buffer.from(
      `Message-ID: <${subject}@globex.test>\r\nFrom: ana@globex.test\r\nTo: support@acme.test\r\nSubject: ${subject}\r\n\r\nWords of ${subject}.${more}\r\n`,
    ),
  )

const outcomes = async (ids: number[]) =>
  await Promise.all(
    ids.map(async (id) => {
      const row = await findMail(site.desk.store.read, id)
      return row?.state === 'received' ? 'waits' : row?.outcome
    }),
  )

/** Takes up all that waits; tries again after 5 ms, and says so by `onRetry`. */
async function work({ careful = false, onRetry = () => {} } = {}): Promise<void> {
  const { signal } = new AbortController()
  const desk = { ...site.desk, log: { ...silent, error: onRetry } }
  const line = createLine(desk, holder, pool, unwatched, () => undefined, signal, 5)
  await takeUp(desk, holder, { line, pool, spool, signal }, { careful })
  await line.empty()
}

test('of a batch that cannot be settled only the guilty mail is set aside', async () => {
  const ids = [await mail('one'), await mail('guilty'), await mail('two')]
  refuseAtCommit('guilty')
  await work()
  expect(await outcomes(ids)).toEqual(['opened', 'quarantined', 'opened'])
  expect((await findMail(site.desk.store.read, ids[1] ?? 0))?.reason).toMatch(/FOREIGN KEY/)
})

test('what goes away by itself costs no mail anything', async () => {
  const ids = [await mail('one'), await mail('guilty')]
  refuseAtCommit('guilty')
  let retries = 0
  await work({
    onRetry: () => {
      retries += 1
      tamper(storeFile(), 'drop trigger refuse')
    },
  })
  expect(retries).toBe(1)
  expect(await outcomes(ids)).toEqual(['opened', 'opened'])
})

test.each([
  ['damaged', "update piece set bytes = x'ffff' where rawId = 1", false],
  ['damaged', "update piece set bytes = x'ffff' where rawId = 1", true],
  ['lost', 'delete from piece where rawId = 1', false],
])(
  'a mail whose bytes are %s is set aside (%s, at the start: %s)',
  async (_, statement, careful) => {
    const ids = [await mail('one'), await mail('two')]
    tamper(rawFileOf(storeFile()), statement)
    await work({ careful })
    expect(await outcomes(ids)).toEqual(['quarantined', 'opened'])
  },
)

test('a big mail that waits is read also after somebody has removed the spool', async () => {
  const id = await mail('big', 'Words. '.repeat(200_000))
  rmSync(spool, { recursive: true })
  await work()
  expect(await outcomes([id])).toEqual(['opened'])
})

test('a mail whose file is gone keeps no other waiting, and is read from the store', async () => {
  const ids = [await mail('gone'), await mail('two')]
  const [first = 0, second = 0] = ids
  const over = new AbortController()
  let looks = 0
  const look = () => {
    looks += 1
  }
  const line = createLine(site.desk, holder, pool, unwatched, look, over.signal, 5)
  const one = { rawId: 1, mailbox: 'support', quiet: false }
  line.accept([{ ...one, ledgerId: first, body: { file: path.join(spool, 'gone.eml') } }])
  const bytes = site.desk.store.raw.bytes(2) ?? Buffer.alloc(0)
  line.accept([{ ...one, ledgerId: second, body: { bytes } }])
  setTimeout(() => over.abort(), 2_000).unref()
  await line.empty()
  expect(await outcomes(ids)).toEqual(['waits', 'opened'])
  // The other time for the one that waits.
  expect(looks).toBe(2)
  await work()
  expect(await outcomes(ids)).toEqual(['opened', 'opened'])
})

test('old mail of a place that is new while others are decided is taken for old', async () => {
  for (let n = 0; n < 50; n += 1) await mail(`present${n}`)
  const { desk } = site
  const { signal } = new AbortController()
  const line = createLine(desk, holder, pool, unwatched, () => undefined, signal)
  const bytes = Buffer.from('From: ana@globex.test\r\nSubject: old\r\n\r\nOld words.\r\n')
  const [rawId = 0] = await desk.store.raw.append([{ bytes }], OLD)
  const place = { source: IMPORT, folder: '/archive', name: 'support' }
  let others = 0
  const accept: typeof line.accept = (batch) => {
    const { room, settled } = line.accept(batch)
    if (others++ > 0) return { room, settled }
    const imported = () =>
      desk.store.transact((writer) => addOffServer(writer, place, { bytes, rawId, at: OLD }))
    return { room, settled: settled.then(imported).then(() => undefined) }
  }
  const means = { line: { ...line, accept }, pool, spool, signal }
  await takeUp(desk, holder, means, { careful: false })
  const tickets = site.desk.store.read.selectFrom('ticket').where('subject', '=', 'old')
  expect(await tickets.select('openedAt').execute()).toEqual([{ openedAt: OLD }])
})
