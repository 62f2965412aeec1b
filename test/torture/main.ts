import { dovecotMissing } from '../servers/dovecot.ts'
import { killDaemons } from '../survival/daemon.ts'
import { unmountAll } from '../survival/small-disk.ts'
import { chanceOf } from './chance.ts'
import { flagsOf, USAGE } from './flags.ts'
import { type Lane, openLane, type Verdict } from './lane.ts'
import { WRONG } from './life.ts'
import { runOwnCopy } from './program.ts'
import { neverMet, newTally, report, tooFewFor } from './tally.ts'
import { TROUBLES } from './trouble.ts'
import { unfinished } from './verdict.ts'

/**
 * `npm run torture`, see USAGE: kills the daemons of two desks again and again in the middle of a
 * generated day of mail, with everything around them going wrong, and counts at the end. Ends with 0 when
 * nothing is lost and nothing is twice, else with 1 and every fault in a sentence; spoilt by `--falsify`
 * it must end with 1.
 */
const flags = flagsOf(process.argv.slice(2))
if ('fault' in flags) {
  const { fault } = flags
  process[fault === null ? 'stdout' : 'stderr'].write(
    fault === null ? USAGE : `${fault}\n\n${USAGE}`,
  )
  process.exit(fault === null ? 0 : 2)
}
const { kills, seed, falsify } = flags
/** Desks that are tortured side by side: a start of a daemon keeps one processor busy. */
const LANES = 2
/** Faults that are printed; the rest is counted. */
const PRINTED = 40
/** How often progress is told, in kills. */
const TOLD = kills > 500 ? 50 : 20

const missing = dovecotMissing()
if (missing !== null) {
  process.stderr.write(`${missing} "npm run servers" installs it.\n`)
  process.exit(1)
}
const began = performance.now()
const chance = chanceOf(seed)
const removeCopy = runOwnCopy()
const tally = newTally()
const lanes: Lane[] = []
say(`${kills} kills, seed ${seed}`)
try {
  for (let n = 0; n < LANES; n += 1) {
    const share = Math.floor(kills / LANES) + (n < kills % LANES ? 1 : 0)
    lanes.push(await openLane(chanceOf(chance.below(2 ** 31)), share))
  }
  if (lanes.some(({ disturbed }) => disturbed.ballast === null))
    say('no disk of its own can be mounted here: only the store is limited')
  await all((lane) => lane.torture(tally, tell))
  say('the same mails once more, and nobody disturbs')
  await all((lane) => lane.repeat())
  process.exitCode = await judge()
} catch (error) {
  say(`it did not come to an end: ${error instanceof Error ? error.stack : error}`)
  for (const site of lanes.flatMap((lane) => lane.sites())) {
    for (const line of (await unfinished(site)).slice(0, PRINTED)) say(line)
  }
  process.exitCode = 1
} finally {
  await killDaemons()
  const sites = lanes.flatMap((lane) => lane.sites())
  for (const { desk } of sites) await desk.store.close()
  unmountAll()
  for (const site of sites) await site.desk.close().then(site.close)
  removeCopy()
}

async function all(work: (lane: Lane) => Promise<void>): Promise<void> {
  await Promise.all(lanes.map(work))
}

async function judge(): Promise<0 | 1> {
  const verdicts: Verdict[] = []
  for (const lane of lanes) verdicts.push(await lane.verdict(falsify))
  const hazards = [...WRONG, ...Object.keys(TROUBLES)]
  const faults = [
    ...verdicts.flatMap((verdict) => verdict.faults),
    ...tally.faults,
    ...neverMet(tally, hazards),
  ]
  const mails = lanes.flatMap((lane) => lane.workload.mails)
  const sales = lanes.map((lane) => lane.workload.sales)
  const movements = sum(sales.map((it) => it.movements.length))
  const purchases = sum(sales.map((it) => it.purchases.length))
  const of = (what: 'written' | 'accepted' | 'uncertain' | 'copies') =>
    `${what} ${sum(verdicts.map(({ sending }) => sending[what]))}`
  for (const line of [...report(tally), ...tooFewFor(tally, hazards)]) say(line)
  say(`mails: ${mails.length} (${listed(mails.map(({ kind }) => kind))})`)
  say(`outcomes: ${listed(verdicts.flatMap(({ outcomes }) => outcomes))}`)
  say(`credits: ${movements} movements; ${purchases} held mails released by a purchase`)
  say(`sent: ${of('written')}, ${of('accepted')}, ${of('uncertain')}, ${of('copies')}`)
  say(`memory of the torture: ${Math.round(process.resourceUsage().maxRSS / 1024)} MB`)
  for (const fault of faults.slice(0, PRINTED)) say(`FAULT: ${fault}`)
  say(`${faults.length} faults after ${tally.kills} kills, in ${seconds()} s (seed ${seed})`)
  return faults.length === 0 ? 0 : 1
}

function tell(): void {
  const { kills: done, rests } = tally
  if (done % TOLD !== 0) return
  const left = Math.ceil(((kills - done) * (performance.now() - began)) / done / 60_000)
  const mails = sum(lanes.map(({ disturbed }) => disturbed.delivered))
  say(`kills ${done} of ${kills}, mails ${mails}, rests ${rests}; about ${left} min of kills left`)
}

function listed(words: string[]): string {
  const counts = new Map<string, number>()
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1)
  return [...counts].map(([what, times]) => `${what} ${times}`).join(', ')
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, n) => total + n, 0)
}

function say(line: string): void {
  process.stdout.write(`[${seconds().padStart(4)} s] ${line}\n`)
}

function seconds(): string {
  return ((performance.now() - began) / 1000).toFixed(0)
}
