import { setTimeout as sleep } from 'node:timers/promises'
import type { Store } from '../../src/store/database.ts'
import { rest } from './calm.ts'
import { type Chance, chanceOf } from './chance.ts'
import { type Begun, begin, end } from './life.ts'
import { meddle, shop } from './meddle.ts'
import type { Purchase } from './sales.ts'
import { buyAll, isBought, outcomeOf } from './shopping.ts'
import type { Site } from './site.ts'
import { type Tally, tried } from './tally.ts'
import { type Around, TROUBLES } from './trouble.ts'
import type { Mail, Workload } from './workload.ts'

/** Mails of one round at most. */
const MAILS = 16
/** The process may die so often of one mail, or try to send one, before it is set aside or given up. */
const SPARED = { attempts: 2, tries: 8 }
/** Rows that one connection notes at a time, and connections of an account: so many may be in doubt. */
export const IN_DOUBT_PER_KILL = 10 * 3

/** Tortures until the daemon was killed so often, then lets it finish. */
export async function torture(
  site: Site,
  workload: Workload,
  chance: Chance,
  kills: number,
  tally: Tally,
  told: () => void,
): Promise<void> {
  const { purchases } = workload.sales
  const open = new Set<Purchase>()
  let offered = 0
  for (let kill = 1; kill <= kills; kill += 1) {
    for (; isDue(purchases[offered], site); offered += 1) open.add(purchases[offered] as Purchase)
    const mails = draw(workload, chance, kill)
    const needed = await missing(site, mails)
    if (needed.length > 0 || (await needsCalm(site, open))) {
      tally.rests += 1
      await calm(site, tally)
    }
    if (needed.length > 0) {
      await buyAll(
        site,
        purchases.filter(({ mail }) => needed.includes(mail)),
      )
      await calm(site, tally)
    }
    await round(site, mails, await unbought(site, open), chance, tally, kill)
    tally.kills += 1
    told()
  }
  await calm(site, tally)
  await buyAll(site, purchases)
  await calm(site, tally)
}

async function calm(site: Site, tally: Tally): Promise<void> {
  const asked = await rest(site)
  tally.asked += asked
}

function isDue(purchase: Purchase | undefined, { delivered }: Site): boolean {
  return purchase !== undefined && purchase.after <= delivered
}

/** The mails of a round; some steps are passed by mails of one kind only. */
function draw(workload: Workload, chance: Chance, kill: number): Mail[] {
  const mails = Array.from({ length: chance.below(MAILS) }, () => workload.next())
  return [...mails, workload.next(kill % 2 === 0 ? 'attached' : undefined)]
}

/** One life of the daemon: mail arrives, something goes wrong, and it is killed. */
async function round(
  site: Site,
  mails: Mail[],
  purchases: Purchase[],
  chance: Chance,
  tally: Tally,
  kill: number,
): Promise<void> {
  // What goes on side by side must not take its numbers from one row: a seed could not be repeated.
  const own = () => chanceOf(chance.below(2 ** 31))
  const before = await doneAt(site)
  const life = begin(site, own(), kill)
  const trouble = chance.oneOf(Object.keys(TROUBLES))
  const over = new AbortController()
  const around: Around = {
    ...{ site, chance: own(), daemon: life.daemon },
    pause: (ms) => sleep(ms, undefined, { signal: over.signal }).catch(() => undefined),
    // A cut waits for its moment, if need be in a later life.
    met: tried(tally.troubles, trouble),
  }
  const meddling = meddle({ ...around, chance: own() }, mails, () => TROUBLES[trouble]?.(around))
  const shopping = shop(site, purchases, own(), tally)
  const ended = await end(site, life, own())
  over.abort()
  await meddling
  await shopping
  noteDeath(tally, life, ended)
  const after = await doneAt(site)
  tally.lives.push({
    decided: Math.max(0, after.decided - before.decided),
    accepted: after.accepted - before.accepted,
  })
  if (after.sending > IN_DOUBT_PER_KILL) {
    tally.faults.push(`kill ${kill} left ${after.sending} mails on their way at once`)
  }
}

function noteDeath({ deaths, ends }: Tally, life: Begun, ended: number | string | null): void {
  const cameToIt = tried(deaths, life.how)
  if (life.cameToIt(ended === 'SIGKILL')) cameToIt()
  if (typeof ended === 'number') ends.set(`${ended}`, (ends.get(`${ended}`) ?? 0) + 1)
}

/** How far the daemon is; mails that were on their way when it died are in doubt. */
async function doneAt({ desk, accepted }: Site) {
  const { read } = desk.store
  const count = (table: 'ledger' | 'outbox', column: 'state' | 'status', value: string) =>
    read
      .selectFrom(table)
      .select(({ fn }) => [fn.countAll<number>().as('rows')])
      .where(column, '=', value)
      .executeTakeFirstOrThrow()
  const { rows: decided } = await count('ledger', 'state', 'decided')
  const { rows: sending } = await count('outbox', 'status', 'sending')
  return { decided, sending, accepted: [...accepted.values()].reduce((sum, n) => sum + n, 0) }
}

/** The mails that have to be tickets before these are delivered, and are none yet. */
async function missing({ desk }: Site, mails: Mail[]): Promise<number[]> {
  const lacking: number[] = []
  for (const { needs } of mails) {
    if (needs !== undefined && (await outcomeOf(desk.store.read, needs)) !== 'opened') {
      lacking.push(needs)
    }
  }
  return lacking
}

async function needsCalm(site: Site, open: Set<Purchase>): Promise<boolean> {
  const { store } = site.desk
  if (await isWornOut(store)) return true
  for (const one of await unbought(site, open)) {
    if ((await outcomeOf(store.read, one.mail)) !== 'held') return true
  }
  return false
}

async function unbought({ desk }: Site, open: Set<Purchase>): Promise<Purchase[]> {
  for (const one of open) if (await isBought(desk.store.read, one)) open.delete(one)
  return [...open]
}

/** What was in hand at each of several deaths would be set aside at the next one, as it should be. */
async function isWornOut({ read }: Store): Promise<boolean> {
  const mail = await read
    .selectFrom('ledger')
    .select('id')
    .where('state', '=', 'received')
    .where('attempts', '>=', SPARED.attempts)
    .executeTakeFirst()
  const letter = await read
    .selectFrom('outbox')
    .select('id')
    .where('nextAt', 'is not', null)
    .where('attempts', '>=', SPARED.tries)
    .executeTakeFirst()
  return mail !== undefined || letter !== undefined
}
