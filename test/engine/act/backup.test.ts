import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import SqliteDatabase from 'better-sqlite3'
import { backUp, verifyBackup } from '../../../src/engine/act/backup.ts'
import { restoreBackup } from '../../../src/engine/act/restore.ts'
import { writeArchive } from '../../../src/store/archive.ts'
import { openStore } from '../../../src/store/database.ts'
import { takeLease } from '../../../src/store/lease.ts'
import { recover } from '../../../src/store/outbox-settling.ts'
import { mountMissing, mountSmall, unmountAll } from '../../survival/small-disk.ts'
import { testWith } from '../../survival/test-with.ts'
import { type DeskSite, openDesk } from '../desk-site.ts'

const LETTER = Buffer.from(
  'From: ana@globex.test\r\nTo: support@acme.test\r\nMessage-ID: <1@globex.test>\r\nSubject: Phones\r\n\r\nThey ring.\r\n',
)

let folder: string
let site: DeskSite

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'backup-'))
  site = await openDesk({
    accounts: [{ company: 'Globex', contacts: [{ name: 'Ana', address: 'ana@globex.test' }] }],
  })
  await site.arrive(LETTER)
})
afterEach(async () => {
  await site.close()
  rmSync(folder, { recursive: true })
})

function another(name: string) {
  const home = path.join(folder, name)
  return {
    path: path.join(home, 'ticketd.db'),
    files: path.join(home, 'files'),
    key: path.join(home, 'ticketd.key'),
  }
}

test('a backup taken while others write comes back whole, without the key', async () => {
  const { store: place } = site.desk.config
  mkdirSync(path.join(place.files, '0/1'), { recursive: true })
  writeFileSync(path.join(place.files, '0/1/2'), 'kept')
  const file = path.join(folder, 'desk.tar')
  let writes = 0
  const writing = setInterval(() => {
    void site.desk.store.transact(async (writer) => {
      const meta = { key: `written/${writes++}`, value: JSON.stringify('x'.repeat(4_000)) }
      await writer.insertInto('meta').values(meta).execute()
    })
  }, 1)
  const { parts } = await backUp(place, file, site.clock.now)
  clearInterval(writing)
  expect(parts).toBe(3)
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(await verifyBackup(file)).toEqual({ parts: 3 })

  const there = another('restored')
  expect(await restoreBackup(there, file, false)).toEqual({ missing: 0, inDoubt: 2 })
  expect(existsSync(there.key)).toBe(false)
  expect(statSync(there.path).mode & 0o777).toBe(0o600)
  expect(statSync(path.dirname(there.path)).mode & 0o777).toBe(0o700)
  expect(existsSync(path.join(there.files, '0/1/2'))).toBe(true)
  const store = await openStore(there.path)
  const ticket = await store.read.selectFrom('ticket').selectAll().executeTakeFirst()
  expect(ticket).toMatchObject({ number: 100042, subject: 'Phones' })
  expect(store.raw.bytes(1)).toEqual(LETTER)
  const counter = store.read.selectFrom('counter').selectAll().where('name', '=', 'ticket')
  expect((await counter.executeTakeFirst())?.value).toBe(101_042)
  const waiting = await store.read.selectFrom('outbox').select(['status', 'nextAt']).execute()
  expect(new Set(waiting.map((row) => `${row.status} ${row.nextAt}`))).toEqual(
    new Set(['uncertain null']),
  )
  await store.close()
  await expect(restoreBackup(there, file, false)).rejects.toMatchObject({ code: 'store-not-empty' })
})

test('what retention takes away meanwhile takes nothing else along', async () => {
  const { store: place } = site.desk.config
  for (let i = 1; i <= 50; i++) {
    mkdirSync(path.join(place.files, `0/${i}`), { recursive: true })
    writeFileSync(path.join(place.files, `0/${i}/0`), 'kept')
  }
  mkdirSync(path.join(place.files, 'lost+found'))
  writeFileSync(path.join(place.files, 'not ours'), '')
  const [draft, kept] = [path.join(place.files, '0/99.new'), path.join(place.files, '0/99')]
  const sweeping = setInterval(() => {
    mkdirSync(draft)
    rmSync(kept, { recursive: true, force: true })
    renameSync(draft, kept)
  }, 0)
  const { parts } = await backUp(place, path.join(folder, 'desk.tar'), site.clock.now)
  clearInterval(sweeping)
  expect(parts).toBe(52)
})

test('a desk that only moves goes on where it stood', async () => {
  const file = path.join(folder, 'desk.tar')
  await backUp(site.desk.config.store, file, site.clock.now)
  const there = another('moved')
  // What a look at a lost store leaves behind is in nobody's way.
  mkdirSync(path.dirname(there.path))
  for (const left of ['ticketd.db', 'raw.db-wal']) {
    writeFileSync(path.join(path.dirname(there.path), left), '')
  }
  expect(await restoreBackup(there, file, true)).toEqual({ missing: 0, inDoubt: 0 })
  const store = await openStore(there.path)
  const rows = await store.read.selectFrom('outbox').select('status').execute()
  expect(rows.map((row) => row.status)).toEqual(['queued', 'queued'])
  await store.close()
})

test('a mail that was leaving when the desk that moves was killed is in doubt, not forgotten', async () => {
  const { store } = site.desk
  await store.transact(async (writer) => {
    const { epoch } = (await takeLease(writer, 'killed', '2026-11-02', '2026-11-03')) ?? {
      epoch: 0,
    }
    const leaving = writer.updateTable('outbox').set({ status: 'sending', epoch })
    await leaving.where('id', '=', 1).execute()
  })
  const file = path.join(folder, 'desk.tar')
  await backUp(site.desk.config.store, file, site.clock.now)
  const there = another('moved')
  await restoreBackup(there, file, true)
  const moved = await openStore(there.path)
  const doubted = await moved.transact(async (writer) => {
    const { epoch } = (await takeLease(writer, 'new', '2026-11-02', '2026-11-03')) ?? { epoch: 0 }
    return await recover(writer, { epoch, againAt: null })
  })
  expect(doubted).toBe(1)
  await moved.close()
})

testWith(mountMissing())(
  'a disk that is too small for a backup is named, not that of the store',
  async () => {
    const disk = path.join(folder, 'disk')
    mkdirSync(disk)
    mountSmall(disk, 1)
    try {
      writeFileSync(path.join(disk, 'ballast'), Buffer.alloc(900_000))
      const writing = backUp(site.desk.config.store, path.join(disk, 'desk.tar'), 0)
      await expect(writing).rejects.toThrow(`There is no room for the backup in ${disk}.`)
      expect(readdirSync(disk)).toEqual(['ballast'])
    } finally {
      unmountAll()
    }
  },
)

test('what cannot be a backup is refused by a sentence, and leaves nothing behind', async () => {
  const { store: place } = site.desk.config
  const file = path.join(folder, 'desk.tar')
  writeFileSync(file, 'something')
  await expect(backUp(place, file, 0)).rejects.toMatchObject({ code: 'exists' })
  await expect(verifyBackup(file)).rejects.toMatchObject({ code: 'backup-damaged' })
  await expect(verifyBackup(`${file}x`)).rejects.toThrow('is not there.')

  const other = path.join(folder, 'other.tar')
  await writeArchive(other, [{ name: 'ticketd.db', file }], 0)
  await expect(verifyBackup(other)).rejects.toThrow('no backup of a ticketd store')

  const climbing = path.join(folder, 'climbing.tar')
  await writeArchive(climbing, [{ name: '../../evil', file }], 0)
  const there = another('empty')
  await expect(restoreBackup(there, climbing, false)).rejects.toMatchObject({
    code: 'backup-damaged',
  })
  expect(existsSync(there.path)).toBe(false)
  expect(existsSync(path.join(folder, 'evil'))).toBe(false)
})

test('a store of another program and a damaged one are not backed up', async () => {
  const foreign = another('foreign')
  mkdirSync(path.dirname(foreign.path))
  for (const name of ['ticketd.db', 'raw.db']) {
    const db = new SqliteDatabase(path.join(path.dirname(foreign.path), name))
    db.exec('create table track (title text)')
    db.close()
  }
  const file = path.join(folder, 'desk.tar')
  await expect(backUp(foreign, file, 0)).rejects.toThrow('belongs to another program')

  const lost = another('lost')
  await backUp(site.desk.config.store, file, 0)
  await restoreBackup(lost, file, true)
  const db = new SqliteDatabase(lost.path)
  db.pragma('foreign_keys = OFF')
  db.exec('delete from account')
  db.close()
  await expect(backUp(lost, `${file}2`, 0)).rejects.toThrow(
    'is damaged: contact names rows of account that are not there',
  )
  expect(existsSync(`${file}2`)).toBe(false)
})

test('how far it is, is told in bytes up to the last one', async () => {
  const file = path.join(folder, 'desk.tar')
  const there = another('restored')
  const told: [done: number, total: number | null][] = []
  const on = (done: number, total: number | null) => void told.push([done, total])
  for (const work of [
    () => backUp(site.desk.config.store, file, site.clock.now, on),
    () => verifyBackup(file, on),
    () => restoreBackup(there, file, true, on),
  ]) {
    told.length = 0
    await work()
    const [done, total] = told.at(-1) ?? [0, null]
    expect(done).toBeGreaterThan(0)
    // What an archive has besides its parts, beginnings and fillings, is little.
    expect((total ?? 0) - done).toBeLessThan(10 * 1024)
    expect(told.every(([part, all]) => part <= (all ?? 0))).toBe(true)
  }
})
