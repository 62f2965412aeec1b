import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import SqliteDatabase from 'better-sqlite3'
import { PASSWORD } from '../servers/dovecot-config.ts'
import type { Effort } from './loops.ts'
import { MAILBOX, TAG } from './workload.ts'

const UNIT = readFileSync('.deploy/ticketd.service', 'utf8')
/** What the unit of `.deploy/` sets, for the loops too. */
export const ENVIRONMENT: NodeJS.ProcessEnv = { ...process.env }
for (const [, name = '', value] of UNIT.matchAll(/^Environment=(\w+)=(.*)$/gm)) {
  ENVIRONMENT[name] = value
}
export const MAIN = process.env.TICKETD_MAIN ?? 'dist/src/cli/main.js'
/** A contender that has not come so far by then has failed, in milliseconds. */
const PATIENCE = 120_000
/** Seldom enough to cost the one that is measured nothing, in milliseconds. */
const LOOK_EVERY = 50

export interface Servers {
  imapPort: number
  smtpPort: number
  /** The mailbox; the same mails for every contender. */
  user: string
}

export interface Product {
  pid: number
  /** When it began to work, on the clock of `performance.now()`. */
  since: number
  /** How many mails were settled since it began; asked all the time, so it reads no rows of them. */
  settled(): number
  /** How many notices were written since it began. */
  notices(): number
  /** What it needs from its beginning until something is reached. */
  until(what: string, reached: () => boolean | Promise<boolean>): Promise<Effort>
  /** The most memory it ever held, threads included; null where the system does not say. */
  peakRssMb(): number | null
  stop(): Promise<void>
}

/** Where the store of a product in this folder lies. */
export function storeOf(folder: string): string {
  return join(folder, 'data/ticketd.db')
}

/** Starts ours as its users do, from dist and as a process of its own, on the store in the folder. */
export async function startProduct(
  folder: string,
  servers: Servers,
  options: { sends: boolean; profile?: string },
): Promise<Product> {
  const config = join(folder, 'config.json')
  writeFileSync(config, JSON.stringify(configFor(servers, options.sends)))
  const store = new SqliteDatabase(storeOf(folder), { readonly: true })
  const mails = newRows(store, 'ledger')
  const waiting = store.prepare("select count(*) from ledger where state = 'received'").pluck()
  const notices = newRows(store, 'outbox')
  const profiling = options.profile ? ['--cpu-prof', `--cpu-prof-dir=${options.profile}`] : []
  const child = spawn(process.execPath, [...profiling, MAIN, 'run', '--config', config], {
    env: ENVIRONMENT,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const since = await atWork(child)
  const pid = child.pid as number
  const cpuBefore = cpuOf(pid)
  return {
    pid,
    since,
    settled: () => mails() - (waiting.get() as number),
    notices,
    async until(what, reached) {
      while (!(await reached())) {
        if (child.exitCode !== null) throw new Error(`ticketd ended before: ${what}`)
        if (performance.now() - since > PATIENCE) throw new Error(`waited too long for: ${what}`)
        await sleep(LOOK_EVERY)
      }
      const cpu = cpuOf(pid)
      const cpuMs = cpu === null || cpuBefore === null ? null : cpu - cpuBefore
      return { ms: performance.now() - since, cpuMs }
    },
    peakRssMb: () => peakOf(pid),
    async stop() {
      store.close()
      if (child.exitCode !== null) return
      const gone = once(child, 'exit')
      child.kill('SIGTERM')
      await gone
    },
  }
}

/** Counts the rows of a table that come from now on by their ids, which have no gaps. */
function newRows(store: SqliteDatabase.Database, table: string): () => number {
  const newest = store.prepare(`select coalesce(max(id), 0) from ${table}`).pluck()
  const before = newest.get() as number
  return () => (newest.get() as number) - before
}

/** Resolves at the line of the log that says so; the time is that of the line's arrival. */
async function atWork(child: ChildProcess): Promise<number> {
  if (!child.stderr) throw new Error('no log')
  const said: string[] = []
  const lines = createInterface({ input: child.stderr })
  const began = new Promise<number>((resolve) => {
    lines.on('line', (line) => {
      if (said.length < 20) said.push(line)
      if (line.includes('is at work')) resolve(performance.now())
    })
  })
  const ended = once(child, 'exit').then(() => {
    throw new Error(`ticketd did not start:\n${said.join('\n')}`)
  })
  ended.catch(() => undefined)
  return await Promise.race([began, ended])
}

function peakOf(pid: number): number | null {
  try {
    const [, kb] = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
    return kb ? Number(kb) / 1024 : null
  } catch {
    return null
  }
}

/** Milliseconds of the processor that it has used, all threads; the kernel counts in hundredths. */
function cpuOf(pid: number): number | null {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ')
    return (Number(fields[11]) + Number(fields[12])) * 10
  } catch {
    return null
  }
}

/** As an operator would write it, but that nothing is held back: the limits are not what is measured. */
function configFor({ imapPort, smtpPort, user }: Servers, sends: boolean): object {
  const most = 1_000_000
  return {
    desk: { name: 'Bench Support', tag: TAG, administrators: ['ops@bench.test'] },
    mailboxes: [
      {
        name: 'support',
        address: MAILBOX,
        department: 'support',
        imap: { host: '127.0.0.1', port: imapPort, security: 'none', user, password: PASSWORD },
        start: 'all',
        done: { action: 'seen' },
      },
    ],
    // One mail a minute is as near to none as the product can be told.
    smtp: { host: '127.0.0.1', port: smtpPort, security: 'none', perMinute: sends ? 0 : 1 },
    departments: [{ name: 'support', agents: ['agent@bench.test'] }],
    outbox: { alarmAbove: 0 },
    limits: {
      answers: { hour: most, day: most },
      unknown: most,
      confirmations: most,
    },
  }
}
