import type { Command } from 'commander'
import type { Desk } from '../engine/desk.ts'
import type { Status } from '../ticket/ticket.ts'
import { AS, JSON_FLAG, oneOf, wholeNumber } from './arguments.ts'
import { type Io, printJson } from './io.ts'
import { withStore } from './open.ts'
import { register as registerAccount } from './ticket/account.ts'
import { doAndSay, textOf } from './ticket/done.ts'
import { register as registerExport } from './ticket/export.ts'
import { register as registerMinutes } from './ticket/minutes.ts'
import { register as registerRedact } from './ticket/redact.ts'
import { registerWork } from './ticket/work.ts'

interface ListOptions {
  status?: Status
  account?: string
  due?: boolean
  limit: number
  json?: boolean
}

interface ActOptions {
  as?: string
  text?: string
  json?: boolean
}

/** `ticket list|show|reply|note|close|reopen`, and what other files add. */
export function register(program: Command, io: Io): void {
  const ticket = program.command('ticket')
  ticket
    .command('list')
    .description('print the tickets, those with the newest change first')
    .option('--status <status>', 'open, waiting or closed', oneOf(['open', 'waiting', 'closed']))
    .option('--account <id>', 'of this account')
    .option('--due', 'those whose customers are promised an update, the soonest first')
    .option('--limit <number>', 'at most so many', wholeNumber, 50)
    .option(...JSON_FLAG)
    .action((options: ListOptions, command: Command) => list(options, command, io))
  ticket
    .command('show')
    .argument('<number>', 'of the ticket', wholeNumber)
    .description('print a ticket with its whole conversation')
    .option(...JSON_FLAG)
    .action((number: number, options: { json?: boolean }, command: Command) =>
      show(number, options, command, io),
    )
  const written = [
    ['reply', 'answer the customer and the rest of the support side'],
    ['note', 'add a note that the customer does not see'],
  ] as const
  for (const [verb, does] of written) {
    ticket
      .command(verb)
      .argument('<number>', 'of the ticket', wholeNumber)
      .description(does)
      .requiredOption('--text <text>', 'the text; - reads it from stdin')
      .option(...AS)
      .option(...JSON_FLAG)
      .action((number: number, options: ActOptions, command: Command) =>
        act(verb, number, options, command, io),
      )
  }
  for (const verb of ['close', 'reopen'] as const) {
    ticket
      .command(verb)
      .argument('<number>', 'of the ticket', wholeNumber)
      .description(`${verb} a ticket and tell the requester and the support side`)
      .option(...AS)
      .option(...JSON_FLAG)
      .action((number: number, options: ActOptions, command: Command) =>
        act(verb, number, options, command, io),
      )
  }
  registerAccount(ticket, io)
  registerExport(ticket, io)
  registerMinutes(ticket, io)
  registerRedact(ticket, io)
  registerWork(ticket, io)
}

async function list(options: ListOptions, command: Command, io: Io): Promise<void> {
  const { printTicketList } = await import('./ticket/list.ts')
  await withStore(command, io, async ({ store, config }) => {
    await printTicketList(store.read, options, config.desk.timeZone, io)
  })
}

async function show(
  number: number,
  options: { json?: boolean },
  command: Command,
  io: Io,
): Promise<void> {
  const { readTicket, printConversation } = await import('./ticket/show.ts')
  await withStore(command, io, async ({ store, config }) => {
    const ticket = await readTicket(store.read, config, number)
    if (options.json) printJson(io, ticket)
    else printConversation(io, ticket, config.desk.timeZone)
  })
}

async function act(
  verb: 'reply' | 'note' | 'close' | 'reopen',
  number: number,
  options: ActOptions,
  command: Command,
  io: Io,
): Promise<void> {
  const { close, note, reopen, reply } = await import('../engine/act/tickets.ts')
  const as = options.as ?? null
  const text = await textOf(options.text)
  const work = (desk: Desk) => {
    switch (verb) {
      case 'reply':
        return reply(desk, number, text, as)
      case 'note':
        return note(desk, number, text, as)
      case 'close':
        return close(desk, number, as)
      case 'reopen':
        return reopen(desk, number, as)
    }
  }
  await doAndSay(work, options, command, io)
}
