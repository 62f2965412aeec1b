import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { dovecotMissing, startDovecot } from '../servers/dovecot.ts'
import { type Figures, table } from './figures.ts'
import { BIG, measureGrowth } from './growth.ts'
import { measureLatency } from './latency.ts'
import type { Effort, LoopOptions } from './loops.ts'
import { median, percentile } from './median.ts'
import { preload } from './preload.ts'
import { ENVIRONMENT, type Product, type Servers, startProduct, storeOf } from './product.ts'
import { startSink } from './sink.ts'
import { type Stage, stagesOf } from './stages.ts'
import { MAILBOX, mailOf, NOTICES } from './workload.ts'

/**
 * `npm run bench [-- --json] [--mails N] [--rounds N] [--profile FOLDER]`: ours against loops of the
 * same libraries, on a real Dovecot and a fast SMTP sink, in turns in one run, medians of the rounds.
 * `--growth` measures growth alone, `--no-growth` all else; `--store FOLDER` keeps the big store for the
 * next run, `--tickets N` makes it smaller. `--no-stages` leaves out the round that is profiled to see
 * where the time goes.
 */
const { values: flags } = parseArgs({
  allowNegative: true,
  options: {
    json: { type: 'boolean', default: false },
    mails: { type: 'string', default: '6000' },
    rounds: { type: 'string', default: '3' },
    profile: { type: 'string' },
    growth: { type: 'boolean' },
    tickets: { type: 'string', default: String(BIG) },
    store: { type: 'string' },
    stages: { type: 'boolean', default: true },
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
  const figures = flags.growth === true ? null : await measure()
  const grown = flags.growth !== false ? await measureGrowthHere() : null
  process.stdout.write(`\n${table(figures, grown)}\n`)
  const all = { ...figures, growth: grown?.ratio ?? null, grown }
  if (flags.json) process.stdout.write(`${JSON.stringify(rounded(all))}\n`)
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
    told('intake', await ours(servers, { sends: false, memory, profile: profileFolder('intake') }))
    told('plainLoop', await loop(servers, true))
    told(
      'wholeWay',
      await ours(servers, { sends: true, memory, profile: profileFolder('whole-way') }),
    )
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
    cpuMsPerMail: {
      bareIntake: median(cpu.bareIntake),
      intake: median(cpu.intake),
      plainLoop: median(cpu.plainLoop),
      wholeWay: median(cpu.wholeWay),
    },
    latency: { p50: percentile(latency.ms, 0.5), p99: percentile(latency.ms, 0.99) },
    peakRssMb: most(backlogRssMb, latency.peakRssMb),
    backlogRssMb,
    stages: flags.stages ? await measureStages(servers) : null,
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
  const child = spawn(process.execPath, command, {
    env: ENVIRONMENT,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
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
async function ours(
  servers: Servers,
  { sends, memory, profile }: { sends: boolean; memory: number[]; profile?: string | undefined },
): Promise<Effort> {
  const before = await sink.count()
  const own = newFolder()
  await preload(storeOf(own), Math.ceil(mails / 2))
  const product = await startProduct(own, servers, {
    sends,
    ...(profile && { profile }),
  })
  try {
    const effort = sends
      ? await product.until(
          'every notice is accepted',
          async () => (await sink.count()) - before >= mails * NOTICES,
        )
      : await product.until('every mail is settled', () => product.settled() >= mails)
    checkCounts(product)
    const peak = product.peakRssMb()
    if (peak !== null) memory.push(peak)
    return effort
  } finally {
    await product.stop()
  }
}

/** A round apart, since profiling slows it down. */
async function measureStages(servers: Servers): Promise<Record<Stage, number>> {
  say('where the time goes, in a round that is profiled')
  const profile = newFolder()
  await ours(servers, { sends: true, memory: [], profile })
  return stagesOf(profile, mails)
}

function measureGrowthHere() {
  const { profile, store: kept } = flags
  const tickets = Number(flags.tickets)
  // More replies to each of 1,000 tickets within minutes would meet the brake on relays.
  const few = Math.min(mails, 1500)
  return measureGrowth({ folder, dovecot, mails: few, rounds, tickets, kept, profile, say })
}

/** A figure counts only if all was done that it stands for. */
function checkCounts(product: Product): void {
  const [settled, notices] = [product.settled(), product.notices()]
  if (settled !== mails || notices !== mails * NOTICES) {
    throw new Error(`ticketd settled ${settled} mails and wrote ${notices} notices`)
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

function profileFolder(round: string): string | undefined {
  if (flags.profile === undefined) return undefined
  const own = join(flags.profile, round)
  mkdirSync(own, { recursive: true })
  return own
}

function most(...values: (number | null)[]): number | null {
  const known = values.filter((value) => value !== null)
  return known.length > 0 ? Math.max(...known) : null
}

function rounded(figures: object): unknown {
  return JSON.parse(JSON.stringify(figures), (_key, value) =>
    typeof value === 'number' ? Math.round(value * 100) / 100 : value,
  )
}

function say(line: string): void {
  process.stderr.write(`${line}\n`)
}
