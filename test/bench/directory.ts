import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import SqliteDatabase from 'better-sqlite3'
import { tokenHash } from '../../src/credentials/secrets.ts'
import { addAccount } from '../../src/store/accounts.ts'
import { openStore } from '../../src/store/database.ts'
import { putToken } from '../../src/store/tokens.ts'
import { openCliDesk } from '../cli/process.ts'

/**
 * `npm run bench:directory [-- --users N]`: one account pushes all of its users with the real command
 * line, then the same again, then with every hundredth changed; time, memory and rows written of each.
 */
const { values: flags } = parseArgs({ options: { users: { type: 'string', default: '100000' } } })
const count = Number(flags.users)
const BARS = { seconds: 60, megabytes: 250 }
const TOKEN = 'a token of the bench'.replaceAll(' ', '')
const TABLES = ['directoryUser', 'contact', 'contactAddress', 'contactRole', 'event', 'outbox']

const desk = openCliDesk()
const { folder } = desk
try {
  const good = await measure()
  if (!good) process.exitCode = 1
} finally {
  desk.close()
}

async function measure(): Promise<boolean> {
  await prepare()
  const rows = [
    await push('all are new', () => ''),
    await push('none is changed', () => ''),
    await push('one in a hundred is changed', (i) => (i % 100 === 0 ? ' II' : '')),
  ]
  process.stdout.write(`\n${count} users of one account\n`)
  for (const { what, seconds, megabytes, written } of rows) {
    const figures = [`${seconds.toFixed(1)} s`, `${megabytes.toFixed(0)} MB`, `${written} rows`]
    process.stdout.write(`  ${what.padEnd(30)}${figures.map((it) => it.padStart(14)).join('')}\n`)
  }
  process.stdout.write(`  bars: ${BARS.seconds} s, ${BARS.megabytes} MB, 0 rows for none changed\n`)
  const fits = rows.every((r) => r.seconds <= BARS.seconds && r.megabytes <= BARS.megabytes)
  return fits && rows[1]?.written === 0
}

async function prepare(): Promise<void> {
  mkdirSync(join(folder, 'data'))
  const store = await openStore(join(folder, 'data/ticketd.db'), { migrate: true })
  const at = new Date().toISOString()
  await store.transact(async (writer) => {
    const company = { kind: 'customer', model: 'cloud', company: 'Globex' } as const
    const rest = { partnerId: null, state: 'active', locale: null, createdAt: at } as const
    const { id: accountId } = await addAccount(writer, { ...company, ...rest })
    await putToken(writer, { accountId, sealed: '', hash: tokenHash(TOKEN), madeAt: at })
  })
  await store.close()
}

interface Row {
  what: string
  seconds: number
  megabytes: number
  written: number
}

/** One push with `--now`: read, judged, written, and made contacts of. */
async function push(what: string, suffix: (i: number) => string): Promise<Row> {
  const file = join(folder, 'users.csv')
  const lines = Array.from({ length: count }, (_, i) =>
    [
      i,
      `First${i}`,
      `Last${i}${suffix(i)}`,
      `user${i}@globex.test`,
      `+34 91${1_000_000 + i}`,
      'wav',
    ].join(';'),
  )
  writeFileSync(file, ['id;first name;last name;email;phone;deliver as', ...lines, ''].join('\n'))
  const before = prints()
  const began = performance.now()
  const words = ['directory', 'push', file, '--account', 'A-10001', '--token', TOKEN, '--now']
  const child = spawn(
    process.execPath,
    ['dist/src/cli/main.js', '--config', join(folder, 'config.json'), ...words],
    {
      stdio: ['ignore', 'inherit', 'inherit'],
    },
  )
  let megabytes = 0
  const look = setInterval(() => {
    megabytes = Math.max(megabytes, peakOf(child.pid ?? 0))
  }, 20)
  const [code] = await once(child, 'exit')
  clearInterval(look)
  if (code !== 0) throw new Error(`the push ended with ${code}`)
  const seconds = (performance.now() - began) / 1000
  return { what, seconds, megabytes, written: differing(before, prints()) }
}

/** The most that a process ever held, in MB; 0 once it is gone. */
function peakOf(pid: number): number {
  try {
    const [, kb = '0'] = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
    return Number(kb) / 1024
  } catch {
    return 0
  }
}

/** Every row of the tables that a sync may write, as a short print. */
function prints(): Set<string> {
  const db = new SqliteDatabase(join(folder, 'data/ticketd.db'), { readonly: true })
  try {
    const all = new Set<string>()
    for (const table of TABLES) {
      for (const row of db.prepare(`select * from "${table}"`).raw().iterate()) {
        const text = `${table} ${JSON.stringify(row)}`
        all.add(createHash('sha1').update(text).digest('base64'))
      }
    }
    return all
  } finally {
    db.close()
  }
}

function differing(before: Set<string>, after: Set<string>): number {
  return [...after].filter((one) => !before.has(one)).length
}
