import type { Chance } from './chance.ts'
import { connected } from './life.ts'
import type { Purchase } from './sales.ts'
import { buyUntil } from './shopping.ts'
import type { Site } from './site.ts'
import type { Tally } from './tally.ts'
import type { Around } from './trouble.ts'
import type { Mail } from './workload.ts'

/** Between two mails that arrive, in milliseconds. */
const GAP = 120
/** A command takes about so long, in milliseconds: one that is to be killed dies within. */
const COMMAND = 800
/** It is not waited for longer than this. */
const PATIENCE = 30_000
/** Things that are bought in one round at most. */
const BOUGHT = 2

/**
 * Some mails lie there when the daemon starts, others arrive while it works, and something goes wrong:
 * most often while it works, seldom from its start.
 */
export async function meddle(
  { site, chance, daemon, pause }: Around,
  mails: Mail[],
  trouble: () => Promise<void> | undefined,
): Promise<void> {
  const fromStart = chance.below(4) === 0 ? trouble() : null
  const lying = chance.below(Math.ceil(mails.length / 2))
  for (const mail of mails.slice(0, lying)) await site.deliver(mail)
  await connected(site, daemon)
  const later = fromStart ?? trouble()
  for (const mail of mails.slice(lying)) {
    await site.deliver(mail)
    await pause(chance.below(GAP))
  }
  await later
}

/** An operator buys what some mails lack; every second time the command is killed on its way. */
export async function shop(
  site: Site,
  purchases: Purchase[],
  chance: Chance,
  { purchases: counts }: Tally,
): Promise<void> {
  for (const purchase of purchases.slice(0, BOUGHT)) {
    const patience = chance.below(2) === 0 ? chance.below(COMMAND) : PATIENCE
    counts.tried += 1
    if (await buyUntil(site, purchase, patience)) counts.met += 1
  }
}
