import { chmodSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from '@jest/globals'
import { openKeys } from '../../src/credentials/keys.ts'
import { openStore } from '../../src/store/database.ts'

test('store, raw mail, their logs and the key are for their owner only', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'modes-'))
  // Whatever the surroundings allow.
  chmodSync(folder, 0o777)
  const before = process.umask(0)
  try {
    const data = path.join(folder, 'data')
    const store = await openStore(path.join(data, 'ticketd.db'), { migrate: true })
    openKeys(path.join(data, 'ticketd.key'))
    const modeOf = (name: string) => statSync(path.join(data, name)).mode & 0o777
    expect(modeOf('.')).toBe(0o700)
    const files = ['ticketd.db', 'ticketd.db-wal', 'ticketd.db-shm', 'raw.db', 'ticketd.key']
    for (const name of files) expect([name, modeOf(name)]).toEqual([name, 0o600])
    await store.close()
  } finally {
    process.umask(before)
    rmSync(folder, { recursive: true })
  }
})
