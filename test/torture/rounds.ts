import { setTimeout as sleep } from 'node:timers/promises'
import { STEPS } from '../../src/engine/kill-points.ts'
import { openSqlite } from '../../src/store/dialect.ts'
import { type Daemon, startCramped } from '../survival/daemon.ts'
import { storeFile } from '../survival/desk.ts'
import type { Chance } from './chance.ts'
import type { Site } from './site.ts'
import { USER } from './site.ts'
import { TROUBLES } from './trouble.ts'
import type { Workload } from './workload.ts'

/** How often each thing was done. */
export type Counts = Record<string, number>

/** Mails of one round at most. */
const MAILS = 9
/** A round waits no longer than this for the step at which the daemon is to die, in milliseconds. */
const LONGEST = 1_200
const HOUR = 3_600_000
/** The process may die so often of one mail, or with it on its way, before it is left to a person. */
const SPARED = { attempts: 2, doubts: 4 }

/** Tortures until the daemon was killed so often, then lets it finish. */
export async function torture(
  site: Site,
  workload: Workload,
  chance: Chance,
  kills: number,
  told: (counts: Counts) => void,
): Promise<Counts> {
  const counts: Counts = {}
  const count = (what: string) => {
    counts[what] = (counts[what] ?? 0) + 1
  }
  for (let kill = 1; kill <= kills; kill += 1) {
    if (await isWornOut(site)) {
      count('rests')
      await rest(site, workload)
    }
    const { how, daemon } = start(site, chance, kill)
    const trouble = chance.oneOf(Object.keys(TROUBLES))
    const over = meddle(site, workload, chance, trouble)
    await death(daemon, how === 'at a step' ? LONGEST : chance.below(700), chance)
    await over
    count(`killed ${how}`)
    count(trouble)
    if (kill % 20 === 0) told({ kills: kill, mails: workload.mails.length })
  }
  await rest(site, workload)
  return counts
}

/** Every kind of start in turn, so that also a short run has them all. */
function start({ desk }: Site, chance: Chance, kill: number): { how: string; daemon: Daemon } {
  if (kill % 2 === 0) {
    const step = STEPS[(kill / 2) % STEPS.length]
    const env = { TICKETD_KILL_AT: `${step}:${1 + chance.below(4)}` }
    return { how: 'at a step', daemon: desk.start(env) }
  }
  if (kill % 12 === 1) {
    const pages = pagesOf(desk.folder) + chance.below(30)
    return { how: 'with a full store', daemon: startCramped(desk.config, pages) }
  }
  if (kill % 12 === 7) {
    const env = {
      NODE_OPTIONS: `--import ${new URL('./jumping-clock.mjs', import.meta.url).href}`,
      CLOCK_JUMP: `${chance.oneOf([-2, -1, 1, 2]) * HOUR}`,
      CLOCK_AFTER: `${chance.below(900)}`,
    }
    return { how: 'after a jump of the clock', daemon: desk.start(env) }
  }
  return { how: 'at any instant', daemon: desk.start() }
}

function pagesOf(folder: string): number {
  const db = openSqlite(storeFile(folder))
  const pages = Number(db.pragma('page_count', { simple: true }))
  db.close()
  return pages
}

/** Mail arrives, and something goes wrong. */
async function meddle(
  site: Site,
  workload: Workload,
  chance: Chance,
  trouble: string,
): Promise<void> {
  for (let left = 1 + chance.below(MAILS); left > 0; left -= 1) {
    await site.dovecot.deliver(USER, workload.next().bytes)
    if (chance.below(3) === 0) await sleep(chance.below(200))
  }
  await TROUBLES[trouble]?.(site, chance)
}

/** Kills it after so long, if it has not died by then; some die while they start. */
async function death(daemon: Daemon, after: number, chance: Chance): Promise<void> {
  if (chance.below(5) > 0) await daemon.said(/at work/).catch(() => {})
  await Promise.race([sleep(after), daemon.ended()])
  await daemon.kill()
}

/** What was in hand at each of several deaths would be set aside at the next one, as it should be. */
async function isWornOut({ desk }: Site): Promise<boolean> {
  const { read } = desk.store
  const mail = await read
    .selectFrom('ledger')
    .select('id')
    .where('state', '=', 'received')
    .where('attempts', '>=', SPARED.attempts)
    .executeTakeFirst()
  const letter = await read
    .selectFrom('outbox')
    .select('id')
    .where((row) => row.or([row('nextAt', 'is not', null), row('status', '=', 'sending')]))
    .where('doubts', '>=', SPARED.doubts - 1)
    .executeTakeFirst()
  return mail !== undefined || letter !== undefined
}

/** A daemon that nobody disturbs does all that is left to do, and ends in good order. */
export async function rest({ desk }: Site, { mails }: Workload): Promise<void> {
  const daemon = desk.start()
  await desk.done(mails.length, 60_000 + 20 * mails.length)
  await daemon.stop()
}
