import { type Command, InvalidArgumentError } from 'commander'
import { AS, JSON_FLAG, oneOf, wholeNumber } from '../arguments.ts'
import { type Io, printJson } from '../io.ts'
import { withDesk } from '../open.ts'
import { counted } from '../show.ts'

interface MinutesOptions {
  refund?: boolean
  as?: string
  json?: boolean
}

/** `ticket minutes|charge`. */
export function register(ticket: Command, io: Io): void {
  ticket
    .command('minutes')
    .argument('<number>', 'of the ticket', wholeNumber)
    .argument('<minutes>', 'of work; started ones count whole', workTime)
    .description('log work; where the department uses credits, they are deducted')
    .option('--refund', 'give them back: the fault was ours')
    .option(...AS)
    .option(...JSON_FLAG)
    .action((number: number, minutes: number, options: MinutesOptions, command: Command) =>
      book(number, minutes, options, command, io),
    )
  ticket
    .command('charge')
    .argument('<number>', 'of the ticket', wholeNumber)
    .argument('<whom>', 'account or partner', oneOf(['account', 'partner']))
    .description('say whose credits pay for a ticket from now on')
    .option(...AS)
    .option(...JSON_FLAG)
    .action(
      async (
        number: number,
        whom: 'account' | 'partner',
        options: MinutesOptions,
        command: Command,
      ) => {
        const { chargeTicket } = await import('../../engine/act/minutes.ts')
        const as = options.as ?? null
        const payer = await withDesk(command, io, (desk) => chargeTicket(desk, number, whom, as))
        const { accountId, company } = payer
        if (options.json) printJson(io, { number, payer: accountId })
        else io.out(`${accountId} (${company}) pays for ticket ${number}.\n`)
      },
    )
}

async function book(
  number: number,
  minutes: number,
  options: MinutesOptions,
  command: Command,
  io: Io,
): Promise<void> {
  const { bookMinutes } = await import('../../engine/act/minutes.ts')
  const way = options.refund ? 'refund' : 'log'
  const as = options.as ?? null
  const booked = await withDesk(command, io, (desk) => bookMinutes(desk, number, minutes, way, as))
  const { payer, balance } = booked
  if (options.json) {
    printJson(io, { number, minutes: booked.minutes, payer: payer?.accountId ?? null, balance })
    return
  }
  const what = `${counted(booked.minutes, 'minute')} ${booked.minutes === 1 ? 'is' : 'are'} ${options.refund ? 'given back' : 'logged'} on ticket ${number}.`
  const whose =
    payer && balance !== null
      ? ` ${payer.accountId} has a balance of ${counted(balance, 'credit')}.`
      : ''
  io.out(`${what}${whose}\n`)
}

/** How much is too much the act says, in a sentence. */
function workTime(written: string): number {
  if (/^[+-]?\d{1,9}([.,]\d{1,3})?$/.test(written)) return Number(written.replace(',', '.'))
  throw new InvalidArgumentError('It must be a number of minutes.')
}
