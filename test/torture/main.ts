import { parseArgs } from 'node:util'
import { dovecotMissing } from '../servers/dovecot.ts'
import { killDaemons } from '../survival/daemon.ts'
import { unmountAll } from '../survival/small-disk.ts'
import { chanceOf } from './chance.ts'
import { type Counts, rest, torture } from './rounds.ts'
import { openSite, type Site, USER } from './site.ts'
import { differences, storyOf } from './story.ts'
import { faultsOfReconciling, faultsOfTaking, judgeSending, unfinished } from './verdict.ts'
import { type Workload, workloadOf } from './workload.ts'

/**
 * `npm run torture [-- --long] [--kills N] [--seed N]`: kills the daemon again and again in the middle
 * of a generated day of mail, with everything around it going wrong, and counts at the end. Ends with
 * 0 when nothing is lost and nothing is twice, else with 1 and every fault in a sentence.
 */
const { values: flags } = parseArgs({
  options: {
    long: { type: 'boolean', default: false },
    kills: { type: 'string' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
})
const kills = Number(flags.kills ?? (flags.long ? 2000 : 200))
/** Faults that are printed; the rest is counted. */
const PRINTED = 40

const missing = dovecotMissing()
if (missing !== null) {
  process.stderr.write(`${missing} "npm run servers" installs it.\n`)
  process.exit(1)
}
const began = performance.now()
const chance = chanceOf(Number(flags.seed))
const workload = workloadOf(chance)
const sites: Site[] = []
say(`${kills} kills, seed ${flags.seed}`)
try {
  const site = await open()
  if (site.ballast === null)
    say('no disk of its own can be mounted here: only the store is limited')
  const counts = await torture(site, workload, chance, kills, (so) => say(listed(so)))
  say('the same mails once more, and nobody disturbs')
  process.exitCode = await judge(site, counts, await undisturbed())
} catch (error) {
  say(`it did not come to an end: ${error instanceof Error ? error.stack : error}`)
  for (const { desk } of sites.slice(-1)) {
    for (const line of (await unfinished(desk.store)).slice(0, PRINTED)) say(line)
  }
  process.exitCode = 1
} finally {
  await killDaemons()
  for (const { desk } of sites) await desk.store.close()
  unmountAll()
  for (const site of sites) await site.desk.close().then(site.close)
}

async function open(): Promise<Site> {
  const site = await openSite()
  sites.push(site)
  return site
}

async function undisturbed(): Promise<string[]> {
  const site = await open()
  for (const { bytes } of workload.mails) await site.dovecot.deliver(USER, bytes)
  await rest(site, workload)
  return await storyOf(site.desk.store)
}

async function judge(site: Site, counts: Counts, expected: string[]): Promise<0 | 1> {
  const { store } = site.desk
  const story = await storyOf(store)
  const sending = await judgeSending(store, site.accepted, kills)
  const faults = [
    ...(await faultsOfTaking(site)),
    ...(await faultsOfReconciling(site, workload.mails.length)),
    ...differences(story, expected),
    ...sending.faults,
  ]
  say(`done: ${listed(counts)}`)
  say(`mails: ${workload.mails.length} (${listed(kindsOf(workload))})`)
  say(`outcomes: ${listed(tally(await outcomes(site)))}`)
  const { written, accepted, uncertain, copies } = sending
  say(`sent: ${listed({ written, accepted, uncertain, copies })}`)
  for (const fault of faults.slice(0, PRINTED)) say(`FAULT: ${fault}`)
  say(`${faults.length} faults after ${kills} kills, in ${seconds()} s (seed ${flags.seed})`)
  return faults.length === 0 ? 0 : 1
}

async function outcomes({ desk }: Site): Promise<string[]> {
  const rows = await desk.store.read.selectFrom('ledger').select('outcome').execute()
  return rows.map(({ outcome }) => outcome ?? 'none')
}

function kindsOf({ mails }: Workload): Counts {
  return tally(mails.map(({ kind }) => kind))
}

function tally(words: string[]): Counts {
  const counts: Counts = {}
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1
  return counts
}

function listed(counts: Counts): string {
  return Object.entries(counts)
    .map(([what, count]) => `${what} ${count}`)
    .join(', ')
}

function say(line: string): void {
  process.stdout.write(`[${seconds().padStart(4)} s] ${line}\n`)
}

function seconds(): string {
  return ((performance.now() - began) / 1000).toFixed(0)
}
