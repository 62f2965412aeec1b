import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { Command } from 'commander'
import { checkStore } from '../../src/cli/doctor/here.ts'
import type { Io } from '../../src/cli/io.ts'
import { configOf, withDesk } from '../../src/cli/open.ts'
import { createAccount } from '../../src/engine/act/accounts.ts'
import { smallest } from '../config/a-config.ts'
import { atDesk } from './ticketd.ts'

const io: Io = { out: () => {}, err: () => {}, env: {}, isTTY: false, columns: 80 }

test('no command works with another key once mail was sent, and doctor says what to do', async () => {
  const folder = atDesk({ 'config.json': JSON.stringify(smallest()) })
  const command = new Command('run').option('--config <f>', '', join(folder, 'config.json'))
  const config = configOf(command, io)
  const replaceKey = (digits: string) => writeFileSync(config.store.key, digits.repeat(32))
  const start = () => withDesk(command, io, async () => 'started')
  const keys = async (hasLostKey = false) => {
    for await (const { check, status, advice } of checkStore(config, hasLostKey)) {
      if (check === 'keys') return [status, advice]
    }
    return null
  }

  await start()
  replaceKey('ab')
  // Nothing has left yet that another key would not know.
  await withDesk(command, io, (desk) => createAccount(desk, GLOBEX, null))
  replaceKey('cd')
  await expect(start()).rejects.toMatchObject({ code: 'key-file' })
  expect(await keys()).toEqual(['fail', expect.stringContaining('doctor --accept-key')])
  replaceKey('ab')
  expect(await start()).toBe('started')
  replaceKey('cd')
  expect((await keys(true))?.[0]).not.toBe('fail')
  expect(await start()).toBe('started')
})

const GLOBEX = {
  ...{ kind: 'customer', model: 'cloud', company: 'Globex', partner: null, phone: null },
  ...{ locale: null, supportContacts: [] },
  decisionMaker: { name: 'Ana', address: 'ana@globex.test' },
}
