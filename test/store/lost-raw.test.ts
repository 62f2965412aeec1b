import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from '@jest/globals'
import SqliteDatabase from 'better-sqlite3'
import { openStore, rawFileOf } from '../../src/store/database.ts'
import { addArrivals } from '../../src/store/ledger.ts'
import { addMailbox } from '../../src/store/mailboxes.ts'

test('a store whose raw mail is gone is refused, and no empty one takes its place', async () => {
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'lost-')), 'ticketd.db')
  const at = '2026-11-02T09:00:00.000Z'
  const store = await openStore(file, { migrate: true })
  const [rawId] = await store.raw.append(
    [{ bytes: Buffer.from('From: ana@globex.test\r\n\r\nHi') }],
    at,
  )
  await store.transact(async (writer) => {
    const place = { source: 'test', folder: 'INBOX', name: 'support' }
    const { id } = await addMailbox(writer, place, { firstSeenAt: at })
    await addArrivals(writer, [
      {
        mailboxId: id,
        uidValidity: 1,
        uid: 1,
        rawId: rawId as number,
        size: 27,
        sha256: null,
        internalDate: at,
        receivedAt: at,
        quiet: false,
        reread: false,
        acknowledged: false,
      },
    ])
  })
  await store.close()
  rmSync(rawFileOf(file))
  await expect(openStore(file)).rejects.toMatchObject({ code: 'store-foreign' })
  await expect(openStore(file)).rejects.toThrow('raw mail of this store is missing')
})

test('beside the mail of a lost store no new one begins', async () => {
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'lost-')), 'ticketd.db')
  const store = await openStore(file, { migrate: true })
  await store.raw.append([{ bytes: Buffer.from('Hi') }], '2026-11-02T09:00:00.000Z')
  await store.close()
  truncateSync(file, 0)
  await expect(openStore(file, { migrate: true })).rejects.toThrow('holds its mail')
  rmSync(file)
  await expect(openStore(file, { migrate: true })).rejects.toThrow('holds its mail')
  // A backup can take its place.
  expect(existsSync(file)).toBe(false)
  rmSync(rawFileOf(file))
  await (await openStore(file, { migrate: true })).close()
})

test('two stores in one folder would sweep the mail of each other: the second is refused', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'shared-'))
  await (await openStore(path.join(folder, 'one.db'), { migrate: true })).close()
  const other = openStore(path.join(folder, 'other.db'), { migrate: true })
  await expect(other).rejects.toMatchObject({
    code: 'store-foreign',
    message: expect.stringContaining('raw.db belongs to another store'),
  })
})

test('the file that is damaged or foreign is the one that is named', async () => {
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'lost-')), 'ticketd.db')
  await (await openStore(file, { migrate: true })).close()
  const raw = rawFileOf(file)
  const whole = readFileSync(raw)
  writeFileSync(raw, whole.subarray(0, 4096))
  const damaged = expect(openStore(file)).rejects
  await damaged.toMatchObject({
    message: expect.stringContaining(`(${raw})`),
    advice: expect.stringContaining('`ticketd restore FILE`'),
  })
  for (const one of [file, raw]) rmSync(one)
  makeForeign(file)
  await expect(openStore(file, { migrate: true })).rejects.toThrow(
    `${file} belongs to another program.`,
  )
})

test.each(['cats', 'migration'])(
  'the database of another program with the table %s is refused without a bit of it changed',
  async (table) => {
    const folder = mkdtempSync(path.join(tmpdir(), 'foreign-'))
    const file = path.join(folder, 'cats.db')
    makeForeign(file, table)
    const before = readFileSync(file)
    await expect(openStore(file)).rejects.toMatchObject({ code: 'store-foreign' })
    expect(readFileSync(file).equals(before)).toBe(true)
    expect(readdirSync(folder)).toEqual(['cats.db'])
  },
)

function makeForeign(file: string, table = 'cats'): void {
  const other = new SqliteDatabase(file)
  other.exec(`create table ${table} (version text)`)
  other.close()
}
