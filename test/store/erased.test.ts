import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from '@jest/globals'
import { openStore } from '../../src/store/database.ts'
import { forgetErased, readErased, rememberErased, wasErased } from '../../src/store/erased.ts'

test('an erased address is known again, and stands nowhere', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'ticketd-erased-'))
  const store = await openStore(path.join(folder, 'ticketd.db'), { migrate: true })
  try {
    await store.transact(async (writer) => {
      await rememberErased(writer, 'Ana@Customer.test', '2026-11-21T12:00:00.000Z')
      await rememberErased(writer, 'ana@customer.test', '2026-11-22T12:00:00.000Z')
    })
    expect(await wasErased(store.read, ' ana@customer.test')).toBe(true)
    expect(await wasErased(store.read, 'bo@customer.test')).toBe(false)
    const isErased = await readErased(store.read)
    expect([isErased('ANA@customer.test'), isErased('bo@customer.test')]).toEqual([true, false])
    const rows = await store.read.selectFrom('erasedHash').selectAll().execute()
    expect(rows).toHaveLength(1)
    expect(JSON.stringify(rows)).not.toContain('customer')
    await store.transact((writer) => forgetErased(writer, 'ana@customer.test'))
    expect(await wasErased(store.read, 'ana@customer.test')).toBe(false)
  } finally {
    await store.close()
    rmSync(folder, { recursive: true })
  }
})
