import { rmSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { fill } from '../survival/small-disk.ts'
import type { Chance } from './chance.ts'
import type { Site } from './site.ts'

/** One thing that goes wrong around the daemon. Resolves when it is over. */
export type Trouble = (site: Site, chance: Chance) => Promise<void>

/** By name; `nothing` stands there so that a daemon is also killed in the middle of plain work. */
export const TROUBLES: Record<string, Trouble> = {
  nothing: () => Promise.resolve(),
  // Few bytes end a command, more of them a literal.
  'IMAP cut in a command': async ({ imap }, chance) => imap.cutAfter(1 + chance.below(400)),
  'IMAP cut in a literal': async ({ imap }, chance) => imap.cutAfter(500 + chance.below(8000)),
  'IMAP half-open': async ({ imap }, chance) => {
    imap.hangAfter(1 + chance.below(4000))
    await sleep(300)
    imap.hang()
    await sleep(chance.below(1300))
    imap.resume()
  },
  'SMTP cut in a command': async ({ smtp }, chance) => smtp.cutAfter(1 + chance.below(600)),
  'SMTP cut after DATA': ({ sink }, chance) => dropping(sink, 'after-end', chance),
  'SMTP cut before the end': ({ sink }, chance) => dropping(sink, 'before-end', chance),
  'SMTP half-open': async ({ smtp }, chance) => {
    smtp.hangAfter(1 + chance.below(2000))
    await sleep(300)
    smtp.hang()
    await sleep(chance.below(1300))
    smtp.resume()
  },
  'SMTP refuses for now': async ({ sink }, chance) => {
    sink.behaviour.data = '451 4.3.0 try again later'
    await sleep(chance.below(300))
    delete sink.behaviour.data
  },
  'IMAP server restarts': ({ dovecot }) => dovecot.restart(),
  'SMTP server restarts': async ({ sink }, chance) => {
    await sink.stop()
    await sleep(chance.below(600))
    await sink.start()
  },
  'disk full': async ({ ballast }, chance) => {
    if (ballast === null) return
    fill(ballast)
    await sleep(100 + chance.below(700))
    rmSync(ballast)
  },
}

async function dropping(
  { behaviour }: Site['sink'],
  drop: 'before-end' | 'after-end',
  chance: Chance,
): Promise<void> {
  behaviour.drop = drop
  await sleep(chance.below(150))
  delete behaviour.drop
}
