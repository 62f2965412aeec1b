import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { openKeys } from '../../src/credentials/keys.ts'
import { insistOnOwnKey, keyFault } from '../../src/credentials/own-key.ts'
import { openStore, type Store } from '../../src/store/database.ts'
import { findKeyPrint } from '../../src/store/key-print.ts'

let folder: string
let file: string
let store: Store
beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'own-key-'))
  file = path.join(folder, 'ticketd.key')
  store = await openStore(path.join(folder, 'ticketd.db'), { migrate: true })
})
afterEach(async () => {
  await store.close()
  rmSync(folder, { recursive: true })
})

const OTHER = 'ab'.repeat(32)
const start = (mayTake = false) =>
  insistOnOwnKey(store, openKeys(file, { mayMake: true }), { file, mayTake })
const refused = { code: 'key-file', message: expect.stringContaining('is not the one of') }

test('a store goes on with the key of its first use, and with no other', async () => {
  await start()
  await start()
  const own = readFileSync(file, 'utf8')
  const print = await findKeyPrint(store.read)
  expect(own).not.toContain(print)
  writeFileSync(file, OTHER)
  await expect(start()).rejects.toMatchObject(refused)
  expect(keyFault(file, print)).toMatchObject(refused)
  expect(keyFault(file, undefined)).toBeNull()
  writeFileSync(file, own)
  await start()
  expect(keyFault(file, print)).toBeNull()
  rmSync(file)
  expect(keyFault(file, print)?.message).toContain('is missing')
})

test('a new key before the old one is the next first key, and may stand alone after that', async () => {
  await start()
  const own = readFileSync(file, 'utf8')
  writeFileSync(file, `${OTHER}\n${own}`)
  await start()
  writeFileSync(file, OTHER)
  await start()
  writeFileSync(file, own)
  await expect(start()).rejects.toMatchObject(refused)
})

test('for a store that lost its key any other one is taken, once', async () => {
  await start()
  writeFileSync(file, OTHER)
  await start(true)
  await start()
  writeFileSync(file, 'cd'.repeat(32))
  await expect(start()).rejects.toMatchObject(refused)
})
