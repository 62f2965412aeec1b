import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from '@jest/globals'
import SqliteDatabase from 'better-sqlite3'
import { Command } from 'commander'
import type { Io } from '../../src/cli/io.ts'
import { register } from '../../src/cli/migrate.ts'
import { atDesk } from './ticketd.ts'

const server = { host: '127.0.0.1', security: 'none' }
const folder = atDesk({
  'config.json': JSON.stringify({
    desk: { name: 'Acme Support', tag: 'Acme', administrators: ['ops@acme.test'] },
    mailboxes: [
      {
        name: 'support',
        address: 'support@acme.test',
        department: 'support',
        imap: { ...server, user: 'support@acme.test', password: 'secret' },
      },
    ],
    smtp: server,
    departments: [{ name: 'support', agents: ['agent@acme.test'] }],
  }),
})
const file = join(folder, 'data/ticketd.db')

afterAll(() => rmSync(folder, { recursive: true }))

async function migrate(...words: string[]): Promise<string> {
  let printed = ''
  const out = (text: string) => {
    printed += text
  }
  const io: Io = { out, err: () => {}, env: {}, isTTY: false, columns: 80 }
  const program = new Command().option('--config <file>', '', join(folder, 'config.json'))
  register(program, io)
  await program.parseAsync(['migrate', ...words], { from: 'user' })
  return printed
}

test('says whether the store was made, brought up to date, or needed nothing', async () => {
  expect(await migrate()).toBe(`${file} was made.\n`)
  expect(await migrate()).toBe(`${file} is up to date.\n`)
  expect(JSON.parse(await migrate('--json'))).toEqual({ store: file, made: false, steps: 0 })

  const db = new SqliteDatabase(file)
  db.exec(`delete from migration where name like '0020%'; drop index outbox_asked`)
  db.close()
  expect(await migrate()).toBe(`${file} was brought up to date in 1 step.\n`)
})
