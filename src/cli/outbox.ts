import type { Command } from 'commander'
import type { OutboxStatus } from '../store/outbox-view.ts'
import { JSON_FLAG, oneOf, wholeNumber } from './arguments.ts'
import type { Io } from './io.ts'
import { withStore } from './open.ts'
import { registerCancel } from './outbox/cancel.ts'
import { registerPause } from './outbox/pause.ts'
import { type SettleOptions, settle, settleCommand } from './outbox/settle.ts'

const STATUSES = ['queued', 'sending', 'sent', 'failed', 'uncertain', 'suppressed', 'cancelled']

interface ListOptions {
  status?: OutboxStatus
  ticket?: number
  asked?: boolean
  before?: number
  limit: number
  json?: boolean
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
  for (const verb of ['retry', 'arrived'] as const) {
    settleCommand(outbox, verb, '<ids...>').action(
      (ids: number[], options: SettleOptions, command: Command) =>
        settle(verb, ids, options, command, io),
    )
  }
  registerCancel(outbox, io)
  registerPause(outbox, io)
}
