import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { freePort } from '../servers/child.ts'
import { dovecotMissing, startDovecot } from '../servers/dovecot.ts'
import { type Figures, median, percentile, table } from './figures.ts'
import { measureLatency } from './latency.ts'
import type { Effort, LoopOptions } from './loops.ts'
import { type Product, type Servers, startProduct } from './product.ts'
import { MAILBOX, mailOf, NOTICES } from './workload.ts'

/**
 * `npm run bench [-- --json] [--mails N] [--rounds N] [--profile FOLDER]`: ours against loops of the
 * same libraries, on a real Dovecot and a fast SMTP sink, in turns in one run, medians of the rounds.
 */
const { values: flags } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    mails: { type: 'string', default: '1500' },
    rounds: { type: 'string', default: '3' },
    profile: { type: 'string' },
  },
})
const mails = Number(flags.mails)
const rounds = Number(flags.rounds)

const missing = dovecotMissing()
if (missing !== null) {
  process.stderr.write(`${missing} "npm run servers" installs it.\n`)
  process.exit(1)
}

const folder = mkdtempSync(join(tmpdir(), 'ticketd-bench-'))
const dovecot = await startDovecot()
const sink = await startSink()
try {
  const figures = await measure()
  process.stdout.write(`\n${table(figures)}\n`)
  if (flags.json) process.stdout.write(`${JSON.stringify(rounded(figures))}\n`)
} finally {
  await sink.stop()
  await dovecot.stop()
  rmSync(folder, { recursive: true, force: true })
}

async function measure(): Promise<Figures> {
  say(`filling a mailbox with ${mails} mails`)
  for (let i = 0; i < mails; i++) await dovecot.deliver(MAILBOX, mailOf(i))
  // The first look makes the server's index, which no contender shall pay for.
  await dovecot.list(MAILBOX)
  const servers = { imapPort: dovecot.port, smtpPort: sink.port, user: MAILBOX }
  const rates = { bareIntake: [], intake: [], plainLoop: [], wholeWay: [] } as Rates
  const cpu = { bareIntake: [], intake: [], plainLoop: [], wholeWay: [] } as Rates
  const memory: number[] = []
  for (let round = 1; round <= rounds; round++) {
    const told = (name: keyof Rates, { ms, cpuMs }: Effort) => {
      const rate = (mails / ms) * 1000
      rates[name].push(rate)
      if (cpuMs !== null) cpu[name].push(cpuMs / mails)
      say(`round ${round}: ${name} ${rate.toFixed(0)} mails/s`)
    }
    told('bareIntake', await loop(servers, false))
    told('intake', await ours(servers, false, memory))
    told('plainLoop', await loop(servers, true))
    told('wholeWay', await ours(servers, true, memory))
  }
  say('latency, mail by mail, and one mail of 50 MB')
  const latency = await measureLatency(newFolder(), dovecot)
  const [bareIntake, intake] = [median(rates.bareIntake), median(rates.intake)]
  const [plainLoop, wholeWay] = [median(rates.plainLoop), median(rates.wholeWay)]
  const backlogRssMb = memory.length > 0 ? Math.max(...memory) : null
  return {
    mails,
    bareIntake,
    intake,
    intakeRatio: intake / bareIntake,
    plainLoop,
    wholeWay,
    wholeWayRatio: wholeWay / plainLoop,
    growth: null,
    cpuMsPerMail: {
      bareIntake: median(cpu.bareIntake),
      intake: median(cpu.intake),
      plainLoop: median(cpu.plainLoop),
      wholeWay: median(cpu.wholeWay),
    },
    latency: { p50: percentile(latency.ms, 0.5), p99: percentile(latency.ms, 0.99) },
    peakRssMb: most(backlogRssMb, latency.peakRssMb),
    backlogRssMb,
    start: median([1, 2, 3, 4, 5].map(startOfVersion)),
  }
}

type Rates = Record<'bareIntake' | 'intake' | 'plainLoop' | 'wholeWay', number[]>

/** One of the loops, in a process of its own as ours is. */
async function loop({ imapPort, smtpPort, user }: Servers, sends: boolean): Promise<Effort> {
  const options: LoopOptions = {
    imapPort,
    ...(sends && { smtpPort }),
    user,
    password: dovecot.password,
    file: join(newFolder(), 'loop.db'),
    mails,
  }
  const before = await sink.count()
  const command = ['--import', 'tsx', 'test/bench/loops.ts', JSON.stringify(options)]
  const child = spawn(process.execPath, command, { stdio: ['ignore', 'pipe', 'inherit'] })
  let printed = ''
  child.stdout.on('data', (chunk) => {
    printed += chunk
  })
  const [code] = await once(child, 'exit')
  if (code !== 0) throw new Error('a loop failed')
  const accepted = (await sink.count()) - before
  if (accepted !== (sends ? mails * NOTICES : 0)) throw new Error(`a loop sent ${accepted} mails`)
  return JSON.parse(printed) as Effort
}

/** Ours, from when it is at work until every mail is settled, or every notice accepted. */
async function ours(servers: Servers, sends: boolean, memory: number[]): Promise<Effort> {
  const before = await sink.count()
  const product = await startProduct(newFolder(), servers, {
    mails,
    sends,
    ...(flags.profile && { profile: profileFolder(flags.profile, sends) }),
  })
  try {
    const effort = sends
      ? await product.until(
          'every notice is accepted',
          async () => (await sink.count()) - before >= mails * NOTICES,
        )
      : await product.until('every mail is settled', () => product.counts().settled >= mails)
    checkCounts(product)
    const peak = product.peakRssMb()
    if (peak !== null) memory.push(peak)
    return effort
  } finally {
    await product.stop()
  }
}

/** A figure counts only if all was done that it stands for. */
function checkCounts(product: Product): void {
  const { settled, notices } = product.counts()
  if (settled !== mails || notices !== mails * NOTICES) {
    throw new Error(`ticketd settled ${settled} mails and wrote ${notices} notices`)
  }
}

interface Sink {
  port: number
  count(): Promise<number>
  stop(): Promise<void>
}

/** The SMTP server, in a process of its own; it is asked by a line for the mails taken so far. */
async function startSink(): Promise<Sink> {
  const port = await freePort()
  const command = ['--import', 'tsx', 'test/servers/fast-sink.ts', String(port)]
  const child = spawn(process.execPath, command, { stdio: ['pipe', 'pipe', 'inherit'] })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  await lines.next()
  return {
    port,
    async count() {
      child.stdin.write('?\n')
      return Number((await lines.next()).value)
    },
    async stop() {
      child.stdin.end()
      await once(child, 'exit')
    },
  }
}

function startOfVersion(): number {
  const began = performance.now()
  execFileSync(process.execPath, ['dist/src/cli/main.js', '--version'], { stdio: 'ignore' })
  return performance.now() - began
}

function newFolder(): string {
  return mkdtempSync(join(folder, 'run-'))
}

function profileFolder(root: string, sends: boolean): string {
  const own = join(root, sends ? 'whole-way' : 'intake')
  mkdirSync(own, { recursive: true })
  return own
}

function most(...values: (number | null)[]): number | null {
  const known = values.filter((value) => value !== null)
  return known.length > 0 ? Math.max(...known) : null
}

function rounded(figures: Figures): unknown {
  return JSON.parse(JSON.stringify(figures), (_key, value) =>
    typeof value === 'number' ? Math.round(value * 100) / 100 : value,
  )
}

function say(line: string): void {
  process.stderr.write(`${line}\n`)
}
