import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, statfsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import SqliteDatabase from 'better-sqlite3'
import { openKeys } from '../../src/credentials/keys.ts'
import { openStore } from '../../src/store/database.ts'
import type { Dovecot } from '../servers/dovecot.ts'
import { castOf, ENTRIES, liveLong } from './long-life.ts'
import { median } from './median.ts'
import { MAIN, startProduct, storeOf } from './product.ts'
import { timeSweep } from './sweep.ts'
import { mailOf, NOTICES } from './workload.ts'

export const SMALL = 1000
export const BIG = 1_000_000

/** Intake with a store of this many tickets. */
export interface Grown {
  tickets: number
  entries: number
  /** Mails/s, and ms of the processor per mail. */
  intake: number
  cpuMsPerMail: number
  /** The most that the daemon held, in MB. */
  rssMb: number | null
}

/** The desk of a few days against that of many years; times in ms. */
export interface Growth {
  /** Intake with the big store, as a part of intake with the small one. */
  ratio: number
  small: Grown
  big: Grown
  /** Seconds to fill the big store; null: it was there. */
  preload: number | null
  storeMb: number
  /** `ticketd ticket list` with the big store. */
  ticketList: number
  /** One look for updates that are due, while none is. */
  cadenceSweep: number
}

export interface GrowthOptions {
  folder: string
  dovecot: Dovecot
  mails: number
  rounds: number
  tickets: number
  /** Where the big store is kept for a later run; one that lies there is used. */
  kept?: string | undefined
  profile?: string | undefined
  say: (line: string) => void
}

/** Bytes on the disk for each ticket of the big store, with all that it is made of. */
const ROOM = 16_000

/**
 * Rounds of intake by turns, with the small store and with the big one, which is made once. Null: there
 * is no room for it.
 */
export async function measureGrowth(options: GrowthOptions): Promise<Growth | null> {
  const { folder, rounds, tickets, say } = options
  const bigFolder = options.kept ?? join(folder, 'big')
  mkdirSync(bigFolder, { recursive: true })
  const { bavail, bsize } = statfsSync(bigFolder)
  if (!existsSync(storeOf(bigFolder)) && bavail * bsize < tickets * ROOM) {
    say(`growth is not measured: ${(tickets * ROOM) / 1e9} GB are needed in ${bigFolder}`)
    return null
  }
  const made = await makeBig(bigFolder, tickets, say)
  const smalls: Round[] = []
  const bigs: Round[] = []
  for (let round = 1; round <= rounds; round++) {
    say(`growth: round ${round} of ${rounds}, ${options.mails} mails for each of the stores`)
    const smallFolder = mkdtempSync(join(folder, 'small-'))
    await fill(smallFolder, SMALL, () => {})
    smalls.push(await takeIn(options, smallFolder, SMALL))
    bigs.push(await takeIn(options, bigFolder, tickets))
    const [small, big] = [smalls.at(-1), bigs.at(-1)].map((it) => it?.rate.toFixed(0))
    say(`growth, round ${round}: ${small} mails/s, ${big} mails/s with ${tickets} tickets`)
  }
  const small = grown(SMALL, smalls)
  const big = grown(tickets, bigs)
  const config = join(bigFolder, 'config.json')
  const list = [MAIN, 'ticket', 'list', '--config', config]
  return {
    ratio: big.intake / small.intake,
    small,
    big,
    ...made,
    ticketList: median([1, 2, 3, 4, 5].map(() => timeOf(list))),
    cadenceSweep: await timeSweep(config),
  }
}

async function makeBig(
  folder: string,
  tickets: number,
  say: (line: string) => void,
): Promise<{ preload: number | null; storeMb: number }> {
  const file = storeOf(folder)
  if (existsSync(file)) {
    say(`growth: using the store in ${folder}`)
    // It may be of an older version.
    await (await openStore(file, { migrate: true })).close()
    return { preload: null, storeMb: megabytes(file) }
  }
  say(`growth: filling a store with ${tickets} tickets of ${ENTRIES} entries, in ${folder}`)
  const began = performance.now()
  await fill(folder, tickets, (line) => say(`  ${line}`))
  const preload = (performance.now() - began) / 1000
  say(`growth: filled in ${preload.toFixed(0)} s, ${megabytes(file).toFixed(0)} MB`)
  return { preload, storeMb: megabytes(file) }
}

async function fill(folder: string, tickets: number, say: (line: string) => void): Promise<void> {
  mkdirSync(join(folder, 'data'), { recursive: true })
  // A desk that has written mails has the key that signed them.
  openKeys(join(folder, 'data/ticketd.key'))
  await liveLong(storeOf(folder), tickets, say)
}

interface Round {
  rate: number
  cpu: number | null
  rssMb: number | null
}

/** Mails that are new to the store, in a mailbox of their own. */
async function takeIn(
  { dovecot, mails, profile }: GrowthOptions,
  folder: string,
  tickets: number,
): Promise<Round> {
  const from = newestMail(storeOf(folder)) * 2
  const user = `growth.${tickets}.${from}@bench.test`
  const cast = castOf(tickets)
  for (let i = 0; i < mails; i++) await dovecot.deliver(user, mailOf(from + i, cast))
  await dovecot.list(user)
  const profiles = profile && join(profile, `growth-${tickets}`)
  if (profiles) mkdirSync(profiles, { recursive: true })
  const servers = { imapPort: dovecot.port, smtpPort: 9, user }
  const product = await startProduct(folder, servers, {
    sends: false,
    ...(profiles && { profile: profiles }),
  })
  try {
    const { ms, cpuMs } = await product.until(
      'every mail is settled',
      () => product.settled() >= mails,
    )
    const notices = product.notices()
    if (notices !== mails * NOTICES) throw new Error(`growth: ${notices} notices were written`)
    const cpu = cpuMs === null ? null : cpuMs / mails
    return { rate: (mails / ms) * 1000, cpu, rssMb: product.peakRssMb() }
  } finally {
    await product.stop()
    clearOutbox(storeOf(folder))
  }
}

function newestMail(file: string): number {
  const db = new SqliteDatabase(file, { readonly: true })
  const newest = db.prepare('select max(id) from ledger').pluck().get() as number
  db.close()
  return newest
}

/** As if all had been sent: the next round shall not begin with the mails of this one. */
function clearOutbox(file: string): void {
  const db = new SqliteDatabase(file)
  db.prepare(`delete from "outboxText" where "outboxId" in
    (select id from outbox where "nextAt" is not null)`).run()
  db.prepare(`update outbox set status = 'sent', "finishedAt" = "createdAt", "nextAt" = null
    where "nextAt" is not null`).run()
  db.close()
}

function grown(tickets: number, rounds: Round[]): Grown {
  return {
    tickets,
    entries: tickets * ENTRIES,
    intake: median(rounds.map(({ rate }) => rate)),
    cpuMsPerMail: median(rounds.flatMap(({ cpu }) => cpu ?? [])),
    rssMb: rounds.reduce<number | null>((most, { rssMb }) => {
      return rssMb === null ? most : Math.max(most ?? 0, rssMb)
    }, null),
  }
}

function timeOf(words: string[]): number {
  const began = performance.now()
  execFileSync(process.execPath, words, { stdio: 'ignore' })
  return performance.now() - began
}

function megabytes(file: string): number {
  return statSync(file).size / 1e6
}
