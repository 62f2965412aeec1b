import type { Command } from 'commander'
import { JSON_FLAG, wholeNumber } from '../arguments.ts'
import { type Io, printJson } from '../io.ts'
import { withStore } from '../open.ts'

/** `ticket export N FOLDER`. */
export function register(ticket: Command, io: Io): void {
  ticket
    .command('export')
    .argument('<number>', 'of the ticket', wholeNumber)
    .argument('<folder>', 'a new or empty one')
    .description('write a ticket with its mails and attachments into a folder')
    .option(...JSON_FLAG)
    .action((number: number, folder: string, options: { json?: boolean }, command: Command) =>
      exportOne(number, folder, options, command, io),
    )
}

async function exportOne(
  number: number,
  folder: string,
  options: { json?: boolean },
  command: Command,
  io: Io,
): Promise<void> {
  const [{ exportTicket }, { readTicket }] = await Promise.all([
    import('../../engine/act/export-ticket.ts'),
    import('./show.ts'),
  ])
  await withStore(command, io, async ({ store, config }) => {
    const ticket = await readTicket(store.read, config, number)
    const done = await exportTicket(store, config.store.files, ticket, folder)
    if (options.json) return printJson(io, { number, ...done })
    io.out(
      `Ticket ${number} is in ${done.folder}: ticket.json, mails: ${done.mails}, attachments: ${done.attachments}.\n`,
    )
  })
}
