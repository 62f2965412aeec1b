import { type Command, InvalidArgumentError } from 'commander'
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
    .action(async (id: string, minutes: number, options: Shared, command: Command) => {
      const { buyCredits } = await import('../engine/act/credits.ts')
      const as = options.as ?? null
      print(await withDesk(command, io, (desk) => buyCredits(desk, id, minutes, as)), options, io)
    })
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
    .action(
      async (
        id: string,
        minutes: number,
        options: Shared & { reason: string },
        command: Command,
      ) => {
        const { adjustCredits } = await import('../engine/act/credits.ts')
        const { reason, as = null } = options
        const done = await withDesk(command, io, (desk) =>
          adjustCredits(desk, id, minutes, reason, as),
        )
        print(done, options, io)
      },
    )
  credit
    .command('refund')
    .argument(...account)
    .argument('<minutes>', 'to give back', amount)
    .description('give back what a ticket took')
    .requiredOption('--ticket <number>', 'that took it', wholeNumber)
    .option(...AS)
    .option(...JSON_FLAG)
    .action(
      async (
        id: string,
        minutes: number,
        options: Shared & { ticket: number },
        command: Command,
      ) => {
        const { refundCredits } = await import('../engine/act/credits.ts')
        const { ticket, as = null } = options
        const done = await withDesk(command, io, (desk) =>
          refundCredits(desk, id, minutes, ticket, as),
        )
        print(done, options, io)
      },
    )
}

/** Whether it is a sensible amount the act says, in a sentence. */
function amount(written: string): number {
  if (/^[+-]?\d{1,9}$/.test(written.trim())) return Number(written)
  throw new InvalidArgumentError('It must be a whole number of minutes.')
}

function print(
  done: Awaited<ReturnType<typeof import('../engine/act/credits.ts').buyCredits>>,
  options: Shared,
  io: Io,
): void {
  const { account, balance, minutes, released } = done
  if (options.json) printJson(io, { account: account.accountId, minutes, balance, released })
  else {
    io.out(
      `${account.accountId} has a balance of ${counted(balance, 'credit')}.\n${releasedLine(released)}`,
    )
  }
}
