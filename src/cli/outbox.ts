import type { Command } from 'commander'
import type { OutboxStatus } from '../store/outbox-view.ts'
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
  before?: number
  limit: number
  json?: boolean
}

/** `outbox list|show|retry|cancel|pause|resume`. */
export function register(program: Command, io: Io): void {
  const outbox = program.command('outbox')
  outbox
    .command('list')
    .description('print the mails that leave, the newest first')
    .option('--status <status>', STATUSES.join(', '), oneOf(STATUSES))
    .option('--ticket <number>', 'about this ticket', wholeNumber)
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
  const verbs = [
    ['retry', 'send a mail now that failed, is in doubt or waits'],
    ['cancel', 'keep a mail that waits from being sent'],
  ] as const
  for (const [verb, does] of verbs) {
    outbox
      .command(verb)
      .argument('<id>', 'number in the outbox', wholeNumber)
      .description(does)
      .option(...AS)
      .option(...JSON_FLAG)
      .action(async (id: number, options: { as?: string; json?: boolean }, command: Command) => {
        const { cancelMail, retryMail } = await import('../engine/act/outbox.ts')
        const act = verb === 'retry' ? retryMail : cancelMail
        const when = await withDesk(command, io, async (desk) => {
          await act(desk, id, options.as ?? null)
          return await soon(desk)
        })
        const done = verb === 'retry' ? `is sent ${when}` : 'will not be sent'
        if (options.json) printJson(io, { id, [verb]: true })
        else io.out(asCalled(`Mail ${id} of the outbox ${done}.\n`, io))
      })
  }
  registerPause(outbox, io)
}
