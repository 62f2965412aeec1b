import type { Command } from 'commander'
import { AS, JSON_FLAG, wholeNumber } from '../arguments.ts'
import { type Io, printJson } from '../io.ts'
import { withDesk } from '../open.ts'

interface Options {
  as?: string
  json?: boolean
}

/** `ticket account`: says whose ticket it is. */
export function register(ticket: Command, io: Io): void {
  ticket
    .command('account')
    .argument('<number>', 'of the ticket', wholeNumber)
    .argument('<account>', 'Account ID')
    .description('give a ticket to an account; its people may read it from now on')
    .option(...AS)
    .option(...JSON_FLAG)
    .action(async (number: number, id: string, options: Options, command: Command) => {
      const { giveToAccount } = await import('../../engine/act/ticket-account.ts')
      const as = options.as ?? null
      const { before, after } = await withDesk(command, io, (desk) =>
        giveToAccount(desk, number, id, as),
      )
      if (options.json) printJson(io, { number, before, after })
      else io.out(`Ticket ${number} is one of ${after} (was of ${before ?? 'no account'}).\n`)
    })
}
