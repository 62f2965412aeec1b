import { randomBytes } from 'node:crypto'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test } from '@jest/globals'
import { openSqlite } from '../../src/store/dialect.ts'
import { until } from '../servers/child.ts'
import { faultsOfSending, readBooks } from './books.ts'
import { killDaemons, startCramped } from './daemon.ts'
import { storeFile } from './desk.ts'
import { first, withAttachment } from './letters.ts'
import { describeSurvival } from './patience.ts'
import { sharedServers } from './servers.ts'
import {
  fill,
  mountMissing,
  mountSmall,
  readOnlyMissing,
  setReadOnly,
  unmountAll,
} from './small-disk.ts'
import { testWith } from './test-with.ts'

const MAILS = 40
const STORE_FILES = ['ticketd.db', 'raw.db']
/** SQLite's words, and those of the system for the files beside it. */
const FULL = /is full|no space left/

describeSurvival('a store that cannot be written', () => {
  afterEach(async () => {
    await killDaemons()
    await at.desk.store.close()
    unmountAll()
  })
  const at = sharedServers()

  const outcomes = async () => {
    const rows = await at.desk.store.read.selectFrom('ledger').select(['uid', 'outcome']).execute()
    return rows.map((row) => row.outcome)
  }
  const pages = () => {
    const db = openSqlite(storeFile(at.desk.folder))
    const count = Number(db.pragma('page_count', { simple: true }))
    db.close()
    return count
  }

  /** In the end every mail is there once, and nothing was set aside. */
  async function expectAllWell(): Promise<void> {
    const books = await readBooks(at.desk.store)
    expect([...books.outcomes.values()]).toEqual(Array.from({ length: MAILS }, () => ['opened']))
    expect(books.outbox).toHaveLength(3 * MAILS)
    expect(faultsOfSending(books, at.sink.mails)).toEqual([])
  }

  // Few pages end in the first commit, more in the second; the text in the raw mail of a few.
  test.each([
    ['no room for a ledger row', 2, 0],
    ['no room for a ticket', 60, 0],
    ['no room for the raw mail', 60, 12_000],
  ])(
    '%s: said in the log, nothing is set aside, and later all goes on',
    async (_title, more, bytes) => {
      const desk = await at.open()
      for (let n = 1; n <= MAILS; n += 1) await desk.deliver(big(n, bytes))
      const cramped = startCramped(desk.config, pages() + more)
      const said = await cramped.said(/The store is full/)
      expect(said.msg).toContain('database or disk is full')
      expect(said.level).toBeGreaterThanOrEqual(40)
      await cramped.stop()
      expect(await outcomes()).not.toContain('quarantined')
      // What is not decided was not told to the server.
      const decided = (await outcomes()).filter((outcome) => outcome !== null).length
      const seen = (await at.dovecot.list(desk.user())).filter((it) => it.flags.includes('\\Seen'))
      expect(seen.length).toBeLessThanOrEqual(decided)
      expect(decided).toBeLessThan(MAILS)

      const roomy = desk.start()
      await desk.done(MAILS)
      await roomy.stop()
      await expectAllWell()
    },
  )

  testWith(mountMissing())(
    'a full disk: the daemon lives on, says so, and goes on as soon as there is room',
    async () => {
      const ballast = () => join(desk.folder, 'data', 'ballast')
      const desk = await at.open({ data: mountSmall })
      const daemon = desk.start()
      await daemon.said(/connected/)
      fill(ballast())
      for (let n = 1; n <= MAILS; n += 1) await desk.deliver(withAttachment(n, randomBytes(20_000)))
      await daemon.said(FULL)
      expect(await outcomes()).not.toContain('quarantined')
      rmSync(ballast())
      await until('the first half', async () => (await outcomes()).includes('opened'))
      // A second time, while mails with attachments leave.
      fill(ballast())
      await daemon.said(FULL)
      rmSync(ballast())
      await desk.done(MAILS)
      await daemon.stop()
      await expectAllWell()
    },
  )

  test('a store that another process holds: the daemon says so, waits, and goes on', async () => {
    const desk = await at.open()
    for (let n = 1; n <= MAILS; n += 1) await desk.deliver(first(n))
    const other = openSqlite(storeFile(desk.folder))
    other.exec('begin immediate')
    const daemon = desk.start()
    const said = await daemon.said(/held by another process/)
    expect(said.msg).toMatch(/^waiting: The store is held by another process/)
    other.exec('rollback')
    other.close()
    await desk.done(MAILS)
    await daemon.stop()
    await expectAllWell()
  })

  testWith(readOnlyMissing())(
    'a store that may only be read: refused with a sentence, and taken up when that is mended',
    async () => {
      const desk = await at.open(mountMissing() === null ? { data: mountSmall } : {})
      for (let n = 1; n <= MAILS; n += 1) await desk.deliver(first(n))
      await desk.store.close()
      setReadOnly(join(desk.folder, 'data'), STORE_FILES, true)
      const refused = desk.start()
      expect(await refused.ended()).toBe(1)
      expect(refused.log.map((line) => line.msg).join('\n')).toMatch(
        /The store cannot be (opened|written)/,
      )
      setReadOnly(join(desk.folder, 'data'), STORE_FILES, false)
      await desk.reopen()
      const daemon = desk.start()
      await desk.done(MAILS)
      await daemon.stop()
      await expectAllWell()
    },
  )
})

/** A mail that does not get smaller by deflating. */
function big(n: number, bytes: number): string {
  return first(n, bytes > 0 ? `X-Noise: ${noise(bytes)}\r\n` : '')
}

function noise(bytes: number): string {
  return (
    randomBytes(bytes)
      .toString('base64')
      .match(/.{1,76}/g) ?? []
  ).join('\r\n ')
}
