import { rmSync } from 'node:fs'
import type { TcpProxy } from '../servers/tcp-proxy.ts'
import type { Daemon } from '../survival/daemon.ts'
import { fill } from '../survival/small-disk.ts'
import type { Chance } from './chance.ts'
import { beforeAnswer, type Cut, inCommand, inLiteral, inText } from './cuts.ts'
import type { Site } from './site.ts'

/** What a trouble is made with; `met` is called when it has really happened to the daemon. */
export interface Around {
  site: Site
  chance: Chance
  daemon: Daemon
  /** Lets time pass, and less of it when the daemon dies meanwhile. */
  pause(ms: number): Promise<void>
  met(): void
}

/** One thing that goes wrong around the daemon. Resolves when it is over, or waits for its moment. */
export type Trouble = (around: Around) => Promise<void>

/** By name; `nothing` stands there so that a daemon is also killed in the middle of plain work. */
export const TROUBLES: Record<string, Trouble> = {
  nothing: async ({ met }) => met(),
  'IMAP cut in a command': async ({ site, chance, met }) =>
    cutAt(site.imap, inCommand(/^/, chance.below(5), chance.next()), met),
  'IMAP cut in a literal': async ({ site, chance, met }) =>
    cutAt(site.imap, inLiteral(chance.below(2), chance.next()), met),
  'IMAP half-open': (around) => halfOpen(around.site.imap, 4000, around),
  'SMTP cut in a command': async ({ site, chance, met }) =>
    cutAt(site.smtp, inCommand(/^(EHLO|MAIL|RCPT|DATA|RSET)/, chance.below(6), chance.next()), met),
  'SMTP cut in the text': async ({ site, chance, met }) =>
    cutAt(site.smtp, inText(chance.below(3)), met),
  'SMTP cut after DATA, before the answer': async ({ site, chance, met }) =>
    cutAt(site.smtp, beforeAnswer(chance.below(3)), met),
  'SMTP half-open': (around) => halfOpen(around.site.smtp, 2000, around),
  'SMTP refuses for now': async ({ site, chance, pause, met }) => {
    const { behaviour } = site.sink
    behaviour.data = '451 4.3.0 try again later'
    site.smtp.watch(({ from, bytes }) => {
      if (from === 'server' && bytes.toString('latin1').startsWith('451 ')) met()
      return null
    })
    await pause(100 + chance.below(500))
    delete behaviour.data
  },
  'IMAP server restarts': async ({ site, met }) => {
    const before = site.imap.connections()
    if (site.imap.open() > 0) met()
    await site.dovecot.restart()
    if (site.imap.connections() > before) met()
  },
  'SMTP server restarts': async ({ site, chance, pause, met }) => {
    const before = site.smtp.connections()
    const open = site.smtp.open()
    await site.sink.stop()
    await pause(chance.below(600))
    if (open > 0 || site.smtp.connections() > before) met()
    await site.sink.start()
  },
  'disk full': async ({ site, chance, daemon, pause, met }) => {
    if (site.ballast === null) return
    fill(site.ballast)
    await pause(200 + chance.below(600))
    if (saidFull(daemon)) met()
    rmSync(site.ballast)
  },
}

/** Whether the daemon has met a store, or a disk, without room. */
export function saidFull({ log }: Daemon): boolean {
  return log.some(({ code, msg }) => code === 'store-full' || /\bfull\b|ENOSPC/.test(msg))
}

function cutAt(proxy: TcpProxy, cut: Cut, met: () => void): void {
  proxy.watch((piece) => {
    const bytes = cut(piece)
    if (bytes !== null) met()
    return bytes
  })
}

async function halfOpen(
  proxy: TcpProxy,
  bytes: number,
  { chance, pause, met }: Around,
): Promise<void> {
  const before = proxy.connections()
  proxy.hangAfter(1 + chance.below(bytes))
  await pause(300)
  proxy.hang()
  if (proxy.open() > 0) met()
  await pause(chance.below(1300))
  if (proxy.connections() > before) met()
  proxy.resume()
}
