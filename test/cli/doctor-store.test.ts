import { chmodSync, mkdtempSync, rmSync, truncateSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import SqliteDatabase from 'better-sqlite3'
import { checkFiles } from '../../src/cli/doctor/store.ts'
import type { Config } from '../../src/config/schema.ts'
import { openStore } from '../../src/store/database.ts'

let folder: string
let file: string
beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'doctor-'))
  file = path.join(folder, 'ticketd.db')
  await (await openStore(file, { migrate: true })).close()
})
afterEach(() => rmSync(folder, { recursive: true }))

async function findings() {
  const found: string[] = []
  const config = { store: { path: file } } as Config
  for await (const { status, says } of checkFiles(config)) found.push(`${status} ${says}`)
  return found
}

test('a whole store is whole, and for its owner only', async () => {
  const raw = path.join(folder, 'raw.db')
  expect(await findings()).toEqual([`ok ${file} is whole.`, `ok ${raw} is whole.`])
  chmodSync(raw, 0o640)
  expect((await findings()).at(-1)).toBe(
    `warn Others on this machine can read the mail of customers: ${raw}.`,
  )
})

test('what was cut off, and rows whose other half is gone, are found', async () => {
  const db = new SqliteDatabase(file)
  db.pragma('foreign_keys = OFF')
  db.exec(`insert into "contactAddress" values ('ana@globex.test', 7, 1)`)
  db.close()
  expect((await findings())[0]).toBe(
    `fail ${file} is damaged: contactAddress names rows of contact that are not there.`,
  )
  truncateSync(file, 100_000)
  const [first = ''] = await findings()
  expect(first).toMatch(/^fail .*damaged.*\.$/)
  expect(first).not.toContain('\n')
})
