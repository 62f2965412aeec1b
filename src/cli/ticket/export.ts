import type { Command } from 'commander'
import type { Exported } from '../../engine/act/export-ticket.ts'
import { JSON_FLAG, wholeNumber } from '../arguments.ts'
import { type Io, printJson } from '../io.ts'
import { withStore } from '../open.ts'
import { counted } from '../show.ts'

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
  const [{ exportTicket }, { refuseMissing }, { readTicket }] = await Promise.all([
    import('../../engine/act/export-ticket.ts'),
    import('../../engine/missing-files.ts'),
    import('./show.ts'),
  ])
  await withStore(command, io, async ({ store, config }) => {
    const ticket = await readTicket(store.read, config, number)
    const done = await exportTicket(store, config.store.files, ticket, folder)
    if (options.json) printJson(io, { number, ...done })
    else io.out(linesOf(number, done))
    // What there is was written; who reads only the exit code must not take it for all.
    refuseMissing(config.store, done.missing)
  })
}

function linesOf(number: number, { folder, mails, gone, attachments }: Exported): string {
  const done = `Ticket ${number} is in ${folder}: ticket.json, mails: ${mails}, attachments: ${attachments}.\n`
  if (gone === 0) return done
  return `${done}Of ${counted(gone, 'mail')} the bytes went before (retention.rawMail, or the writer was erased): the words are in ticket.json.\n`
}
