import { type Command, InvalidArgumentError } from 'commander'
import type { Desk } from '../engine/desk.ts'
import { AS, JSON_FLAG, oneOf, wholeNumber } from './arguments.ts'
import { type Io, printJson } from './io.ts'
import { withDesk, withStore } from './open.ts'
import { counted, releasedLine } from './show.ts'

interface Shared {
  as?: string
  json?: boolean
}

interface StatementOptions {
  year?: string
  format: string
  json?: boolean
}

/** `credit buy|show|statement|adjust|refund`. */
export function register(program: Command, io: Io): void {
  const credit = program.command('credit')
  const account = ['<account>', 'Account ID'] as const
  credit
    .command('buy')
    .argument(...account)
    .argument('<minutes>', 'of the pack', amount)
    .description('sell a pack of credits to an organisation')
    .option(...AS)
    .option(...JSON_FLAG)
    .action((id: string, minutes: number, options: Shared, command: Command) =>
      book(options, command, io, ({ buyCredits }, desk, as) => buyCredits(desk, id, minutes, as)),
    )
  credit
    .command('show')
    .argument(...account)
    .description('print the balance and the ledger of an organisation')
    .option(...JSON_FLAG)
    .action(async (id: string, options: Shared, command: Command) => {
      const { printCredits } = await import('./credit-show.ts')
      await withStore(command, io, ({ config, store }) =>
        printCredits(store.read, config, id, options, io),
      )
    })
  credit
    .command('statement')
    .argument(...account)
    .description('print what came and went in a year, with the balances before and after')
    .option('--year <year>', 'of the calendar; this one if not said')
    .option('--format <format>', 'text, csv or json', oneOf(['text', 'csv', 'json']), 'text')
    .option(...JSON_FLAG)
    .action(async (id: string, options: StatementOptions, command: Command) => {
      const { printStatement } = await import('./credit-show.ts')
      await withStore(command, io, ({ config, store }) =>
        printStatement(store.read, config, id, options, io),
      )
    })
  credit
    .command('adjust')
    .argument(...account)
    .argument('<minutes>', 'to add, or to take where it is below zero', amount)
    .description('correct a balance')
    .requiredOption('--reason <text>', 'why; it stays in the ledger')
    .option(...AS)
    .option(...JSON_FLAG)
    .action((id: string, minutes: number, options: Shared & { reason: string }, command: Command) =>
      book(options, command, io, ({ adjustCredits }, desk, as) =>
        adjustCredits(desk, id, minutes, options.reason, as),
      ),
    )
  credit
    .command('refund')
    .argument(...account)
    .argument('<minutes>', 'to give back', amount)
    .description('give back what a ticket took')
    .requiredOption('--ticket <number>', 'that took it', wholeNumber)
    .option(...AS)
    .option(...JSON_FLAG)
    .action((id: string, minutes: number, options: Shared & { ticket: number }, command: Command) =>
      book(options, command, io, ({ refundCredits }, desk, as) =>
        refundCredits(desk, id, minutes, options.ticket, as),
      ),
    )
}

/** Whether it is a sensible amount the act says, in a sentence. */
function amount(written: string): number {
  if (/^[+-]?\d{1,9}$/.test(written.trim())) return Number(written)
  throw new InvalidArgumentError('It must be a whole number of minutes.')
}

type Acts = typeof import('../engine/act/credits.ts')

/** Does what changes a ledger, and prints how the balance stands then. */
async function book(
  options: Shared,
  command: Command,
  io: Io,
  act: (acts: Acts, desk: Desk, as: string | null) => ReturnType<Acts['buyCredits']>,
): Promise<void> {
  const acts = await import('../engine/act/credits.ts')
  const as = options.as ?? null
  const done = await withDesk(command, io, (desk) => act(acts, desk, as))
  const { account, balance, minutes, released } = done
  if (options.json) {
    printJson(io, { account: account.accountId, minutes, balance, released })
    return
  }
  const stands = `${account.accountId} has a balance of ${counted(balance, 'credit')}.`
  io.out(`${stands}\n${releasedLine(released)}`)
}
