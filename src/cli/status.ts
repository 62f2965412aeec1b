import type { Command } from 'commander'
import { holderOf } from '../engine/holder.ts'
import { listTroubled } from '../store/directory-sync.ts'
import { countAsked } from '../store/outbox-asked.ts'
import { findStop } from '../store/sending-stop.ts'
import { countLedger, countOutbox, countWaiting } from '../store/status.ts'
import { countSuppressed } from '../store/suppressed.ts'
import { JSON_FLAG } from './arguments.ts'
import { asCalled } from './called.ts'
import { type Io, printJson } from './io.ts'
import { readMailboxes, standsHow } from './mailbox/state.ts'
import { withStore } from './open.ts'
import { askedLine } from './outbox/asked.ts'
import { stopLine } from './outbox/pause.ts'
import { showInstant } from './show.ts'
import { readSignIns, refusals } from './sign-in-state.ts'
import { printTable } from './table.ts'

/** `status`: who runs the engine, how the mailboxes stand, what waits for a person. */
export function register(program: Command, io: Io): void {
  program
    .command('status')
    .option(...JSON_FLAG)
    .action((options: { json?: boolean }, command: Command) => status(options, command, io))
}

async function status(options: { json?: boolean }, command: Command, io: Io): Promise<void> {
  await withStore(command, io, async ({ config, store }) => {
    const { timeZone } = config.desk
    const lease = await holderOf(store, Date.now())
    const mailboxes = await readMailboxes(store.read, config)
    const mails = await countLedger(store.read)
    const undecided = await countWaiting(store.read)
    const outbox = await countOutbox(store.read)
    const suppressed = await countSuppressed(store.read)
    const unsynced = await listTroubled(store.read, 20)
    const signIns = await readSignIns(store.read, config)
    const stop = await findStop(store.read)
    const asked = await countAsked(store.read)
    if (options.json) {
      const engine = lease && { owner: lease.owner, until: lease.until }
      return printJson(io, {
        engine,
        mailboxes,
        undecided,
        mails,
        outbox,
        asked,
        stopped: stop,
        unsynced,
        signIns,
      })
    }
    io.out(`engine   ${lease ? `run by ${lease.owner}` : 'not running'}\n`)
    io.out(`mails    ${counted(mails)}\n`)
    io.out(`outbox   ${counted(outbox)}\n`)
    if (stop) io.out(asCalled(`${stopLine(stop, timeZone)}\n`, io))
    if (asked > 0) io.out(asCalled(`${askedLine(asked)}\n`, io))
    if (undecided > 0) {
      io.out(asCalled(`${undecided} to be decided: ticketd mail list --waiting\n`, io))
    }
    for (const line of waiting(mails, outbox, suppressed)) io.out(asCalled(`${line}\n`, io))
    for (const id of unsynced) {
      io.out(asCalled(`the users of ${id} are not synced: ticketd directory status ${id}\n`, io))
    }
    for (const line of refusals(signIns)) io.out(asCalled(`${line}\n`, io))
    io.out('\n')
    const rows = mailboxes.map((mailbox) => [
      mailbox.name,
      mailbox.address,
      mailbox.lastMail === null ? '-' : showInstant(mailbox.lastMail, timeZone),
      standsHow(mailbox, lease !== null),
    ])
    printTable(io, ['mailbox', 'address', `last mail (${timeZone})`, 'state'], rows)
  })
}

function counted(counts: Record<string, number>): string {
  const said = Object.entries(counts).map(([what, count]) => `${count} ${what}`)
  return said.length === 0 ? 'none yet' : said.join(', ')
}

/** What only a person can bring further, and how. */
function waiting(
  mails: Record<string, number>,
  outbox: Record<string, number>,
  suppressed: number,
): string[] {
  return [
    ...(mails.held ? [`${mails.held} held: ticketd mail list --outcome held`] : []),
    ...(mails.quarantined
      ? [`${mails.quarantined} quarantined: ticketd mail list --outcome quarantined`]
      : []),
    ...(outbox.failed
      ? [`${outbox.failed} not delivered: ticketd outbox list --status failed`]
      : []),
    ...(suppressed > 0
      ? [
          `${suppressed} ${suppressed === 1 ? 'address' : 'addresses'} cannot be reached: ticketd contact suppressed`,
        ]
      : []),
  ]
}
