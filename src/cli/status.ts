import type { Command } from 'commander'
import type { Config } from '../config/schema.ts'
import { holderOf } from '../engine/holder.ts'
import type { Store } from '../store/database.ts'
import { listTroubled } from '../store/directory-sync.ts'
import { countAsked } from '../store/outbox-asked.ts'
import { findStop } from '../store/sending-stop.ts'
import { listSmtpTroubles } from '../store/smtp-state.ts'
import { countLedger, countOutbox, countWaiting } from '../store/status.ts'
import { countSuppressed } from '../store/suppressed.ts'
import { JSON_FLAG } from './arguments.ts'
import { asCalled } from './called.ts'
import { type Io, printJson } from './io.ts'
import { readMailboxes, standsHow } from './mailbox/state.ts'
import { withStore } from './open.ts'
import { askedLine } from './outbox/asked.ts'
import { stopLine } from './outbox/pause.ts'
import { counted, showInstant } from './show.ts'
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
    const found = await readStatus(store, config)
    if (options.json) printJson(io, found)
    else print(io, found, config.desk.timeZone)
  })
}

type Status = Awaited<ReturnType<typeof readStatus>>

async function readStatus(store: Store, config: Config) {
  const lease = await holderOf(store, Date.now())
  return {
    engine: lease && { owner: lease.owner, until: lease.until },
    mailboxes: await readMailboxes(store.read, config, lease),
    undecided: await countWaiting(store.read),
    mails: await countLedger(store.read),
    outbox: await countOutbox(store.read),
    asked: await countAsked(store.read),
    stopped: await findStop(store.read),
    sendingNothing: lease ? await listSmtpTroubles(store.read, lease.epoch) : [],
    suppressed: await countSuppressed(store.read),
    unsynced: await listTroubled(store.read, 20),
    signIns: await readSignIns(store.read, config),
  }
}

function print(io: Io, found: Status, timeZone: string): void {
  const { engine, mailboxes, mails, outbox } = found
  const lines = [
    `engine   ${engine ? `run by ${engine.owner}` : 'not running'}`,
    `mails    ${countsLine(mails)}`,
    `outbox   ${countsLine(outbox)}`,
    ...found.sendingNothing.map(({ name, trouble }) => `${name} sends nothing: ${trouble}`),
    ...(found.stopped ? [stopLine(found.stopped, timeZone)] : []),
    ...waiting(found),
    ...found.unsynced.map(
      (id) => `the users of ${id} are not synced: ticketd directory status ${id}`,
    ),
    ...refusals(found.signIns),
  ]
  for (const line of lines) io.out(asCalled(`${line}\n`, io))
  io.out('\n')
  const rows = mailboxes.map((mailbox) => [
    mailbox.name,
    mailbox.address,
    mailbox.lastMail === null ? '-' : showInstant(mailbox.lastMail, timeZone),
    standsHow(mailbox, engine !== null),
  ])
  printTable(io, ['mailbox', 'address', `last mail (${timeZone})`, 'state'], rows)
}

function countsLine(counts: Record<string, number>): string {
  const said = Object.entries(counts).map(([what, count]) => `${count} ${what}`)
  return said.length === 0 ? 'none yet' : said.join(', ')
}

/** What is not done yet, and how it is brought further. */
function waiting({ asked, undecided, mails, outbox, suppressed }: Status): string[] {
  return [
    ...(asked > 0 ? [askedLine(asked)] : []),
    ...(undecided > 0 ? [`${undecided} to be decided: ticketd mail list --waiting`] : []),
    ...(mails.held ? [`${mails.held} held: ticketd mail list --held`] : []),
    ...(mails.quarantined
      ? [`${mails.quarantined} quarantined: ticketd mail list --quarantined`]
      : []),
    ...(outbox.failed
      ? [`${outbox.failed} not delivered: ticketd outbox list --status failed`]
      : []),
    ...(suppressed > 0
      ? [
          `${counted(suppressed, 'address', 'addresses')} cannot be reached: ticketd contact suppressed`,
        ]
      : []),
  ]
}
