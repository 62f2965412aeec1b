import type { Command } from 'commander'
import { AS, JSON_FLAG, wholeNumber } from '../arguments.ts'
import { type Io, printJson } from '../io.ts'
import { withDesk } from '../open.ts'
import { counted } from '../show.ts'

interface Options {
  as?: string
  json?: boolean
}

/** `ticket redact`: takes a name or another phrase out of a ticket. */
export function register(ticket: Command, io: Io): void {
  ticket
    .command('redact')
    .argument('<number>', 'of the ticket', wholeNumber)
    .argument('<phrases...>', 'names, numbers or other words that go')
    .description('take words out of subject, conversation and mails of a ticket for good')
    .option(...AS)
    .option(...JSON_FLAG)
    .action(async (number: number, phrases: string[], options: Options, command: Command) => {
      const { redact } = await import('../../engine/act/redact-ticket.ts')
      const places = await withDesk(command, io, (desk) =>
        redact(desk, number, phrases, options.as ?? null),
      )
      if (options.json) return printJson(io, { number, places })
      io.out(
        `Taken out of ${counted(places, 'place')} of ticket ${number}. Mails as they came still hold it.\n`,
      )
    })
}
