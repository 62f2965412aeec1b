import { setTimeout as sleep } from 'node:timers/promises'
import { STEPS, type StepName } from '../../src/engine/kill-points.ts'
import { openSqlite } from '../../src/store/dialect.ts'
import { type Daemon, startCramped } from '../survival/daemon.ts'
import { storeFile } from '../survival/desk.ts'
import type { Chance } from './chance.ts'
import type { Site } from './site.ts'
import { atStep } from './tally.ts'
import { saidFull } from './trouble.ts'

/** One life of the daemon, and how it is to end. */
export interface Begun {
  daemon: Daemon
  /** What is tried, as the tables call it. */
  how: string
  step: StepName | null
  /** Whether it came to that, asked after its death; `byItself`: at its step, or by an error. */
  cameToIt(byItself: boolean): boolean
  /** It lives no longer than this after it is connected, in starts. */
  longest: number
}

/**
 * How long a life lasts, in starts: a start takes half a second on a quiet machine, and so does the work
 * on the mails that arrive meanwhile; on a busy one both take longer.
 */
const LASTS = { untilKilled: 0.8, untilItsStep: 1.2, untilConnected: 0.5 }
/** One in so many lives ends while it starts. */
const EARLY = 8
const HOUR = 3_600_000

/** What is wrong with a life besides, in turn. */
export const WRONG = ['with a full store', 'clock ahead', 'clock back'] as const

/** Every kind of life in turn, so that also a short run has them all. */
export function begin({ desk }: Site, chance: Chance, kill: number): Begun {
  if (kill % 2 === 0) {
    const step = STEPS[(kill / 2) % STEPS.length] as StepName
    const daemon = desk.start({ TICKETD_KILL_AT: `${step}:${1 + chance.below(4)}` })
    const cameToIt = (byItself: boolean) => byItself
    return { daemon, how: atStep(step), step, cameToIt, longest: LASTS.untilItsStep }
  }
  const plain = { step: null, longest: chance.next() * LASTS.untilKilled }
  const how = kill % 4 === 1 ? 'at any instant' : WRONG[((kill - 3) / 4) % WRONG.length]
  switch (how) {
    case 'with a full store': {
      const daemon = startCramped(desk.config, pagesOf(desk.folder) + chance.below(8))
      return { ...plain, daemon, how, cameToIt: () => saidFull(daemon) }
    }
    case 'clock ahead':
    case 'clock back': {
      const daemon = desk.start({
        NODE_OPTIONS: `--import ${new URL('./jumping-clock.mjs', import.meta.url).href}`,
        CLOCK_JUMP: `${(how === 'clock ahead' ? 1 : -1) * (1 + chance.below(2)) * HOUR}`,
        CLOCK_AFTER: `${300 + chance.below(700)}`,
      })
      const cameToIt = () => daemon.log.some(({ msg }) => msg === 'the clock jumps')
      return { ...plain, daemon, how, cameToIt }
    }
    default:
      return { ...plain, daemon: desk.start(), how: 'at any instant', cameToIt: () => true }
  }
}

function pagesOf(folder: string): number {
  const db = openSqlite(storeFile(folder))
  const pages = Number(db.pragma('page_count', { simple: true }))
  db.close()
  return pages
}

/** Kills it in its time; some die while they start. Gives how it ended where it did so before, else null. */
export async function end(
  site: Site,
  { daemon, longest, step }: Begun,
  chance: Chance,
): Promise<number | string | null> {
  const early = step === null && chance.below(EARLY) === 0
  const began = performance.now()
  if (!early && (await connected(site, daemon))) {
    site.start += (performance.now() - began - site.start) / 10
  }
  const waiting = new AbortController()
  const { signal } = waiting
  const rest = site.start * (early ? chance.next() : longest)
  const late = sleep(rest, null, { signal }).catch(() => null)
  const ended = await Promise.race([late, daemon.ended()])
  waiting.abort()
  await daemon.kill()
  return ended
}

/** Resolves when the mails that lie on the server are being fetched; with false when that does not come. */
export async function connected({ start }: Site, daemon: Daemon): Promise<boolean> {
  const hears = (what: RegExp) =>
    daemon.said(what).then(
      () => true,
      () => false,
    )
  if (!(await hears(/at work/))) return false
  const late = sleep(start * LASTS.untilConnected, false, { ref: false })
  return await Promise.race([hears(/mailbox connected/), late])
}
