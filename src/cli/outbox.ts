import type { Command } from 'commander'
import type { Desk } from '../engine/desk.ts'
import type { OutboxStatus } from '../store/outbox-view.ts'
import { findStop } from '../store/sending-stop.ts'
import { AS, JSON_FLAG, oneOf, wholeNumber } from './arguments.ts'
import { asCalled } from './called.ts'
import { type Io, printJson } from './io.ts'
import { withDesk, withStore } from './open.ts'
import { registerPause } from './outbox/pause.ts'
import { soon } from './soon.ts'

const STATUSES = ['queued', 'sending', 'sent', 'failed', 'uncertain', 'suppressed']

interface ListOptions {
  status?: OutboxStatus
  ticket?: number
  asked?: boolean
  before?: number
  limit: number
  json?: boolean
}

/** What may be said of one mail, and what follows from it. */
const VERBS = [
  {
    verb: 'retry',
    does: 'send a mail now that failed, is in doubt or waits; one in doubt may arrive twice',
    done: 'is sent',
    act: 'retryMail',
  },
  {
    verb: 'cancel',
    does: 'keep a mail that waits from being sent; leave one in doubt as it is',
    done: 'will not be sent',
    act: 'cancelMail',
  },
  {
    verb: 'arrived',
    does: 'say that a mail in doubt (uncertain) has arrived: it counts as sent, and is not sent again',
    done: 'counts as sent',
    act: 'settleArrived',
  },
] as const

async function whenSent(desk: Desk): Promise<string> {
  const isPaused = (await findStop(desk.store.read)) !== null
  return isPaused ? 'after `ticketd outbox resume`: the sending is paused' : await soon(desk)
}

/** `outbox list|show|retry|cancel|arrived|pause|resume`. */
export function register(program: Command, io: Io): void {
  const outbox = program.command('outbox')
  outbox
    .command('list')
    .description('print the mails that leave, the newest first')
    .option('--status <status>', STATUSES.join(', '), oneOf(STATUSES))
    .option('--ticket <number>', 'about this ticket', wholeNumber)
    .option('--asked', 'only mails in doubt that wait until you say: arrived, retry or cancel')
    .option('--before <number>', 'only mails with smaller numbers', wholeNumber)
    .option('--limit <number>', 'at most so many', wholeNumber, 50)
    .option(...JSON_FLAG)
    .action(async (options: ListOptions, command: Command) => {
      const { printOutboxList } = await import('./outbox/show.ts')
      await withStore(command, io, ({ store, config }) =>
        printOutboxList(store.read, options, config.desk.timeZone, io),
      )
    })
  outbox
    .command('show')
    .argument('<id>', 'number in the outbox', wholeNumber)
    .description('print a mail that leaves, with its text while that is kept')
    .option(...JSON_FLAG)
    .action(async (id: number, options: { json?: boolean }, command: Command) => {
      const { printOutboxRow } = await import('./outbox/show.ts')
      await withStore(command, io, ({ store, config }) =>
        printOutboxRow(store.read, id, options, config.desk.timeZone, io),
      )
    })
  for (const { verb, does, done, act } of VERBS) {
    outbox
      .command(verb)
      .argument('<id>', 'number in the outbox', wholeNumber)
      .description(does)
      .option(...AS)
      .option(...JSON_FLAG)
      .action(async (id: number, options: { as?: string; json?: boolean }, command: Command) => {
        const acts = await import('../engine/act/outbox.ts')
        const when = await withDesk(command, io, async (desk) => {
          await acts[act](desk, id, options.as ?? null)
          return verb === 'retry' ? ` ${await whenSent(desk)}` : ''
        })
        if (options.json) printJson(io, { id, [verb]: true })
        else io.out(asCalled(`Mail ${id} of the outbox ${done}${when}.\n`, io))
      })
  }
  registerPause(outbox, io)
}
