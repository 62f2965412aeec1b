import type { Command } from 'commander'
import { OUTCOMES } from '../decision/decision.ts'
import type { MailFilter } from '../store/ledger-view.ts'
import { AS, JSON_FLAG, oneOf, wholeNumber } from './arguments.ts'
import { asCalled } from './called.ts'
import { type Io, printJson } from './io.ts'
import { registerBlocking } from './mail/block.ts'
import { registerImport } from './mail/import.ts'
import { registerReconcile } from './mail/reconcile.ts'
import { withDesk, withStore } from './open.ts'
import { soon } from './soon.ts'

type ListOptions = MailFilter & { held?: boolean; quarantined?: boolean; json?: boolean }

interface ShowOptions {
  raw?: boolean
  json?: boolean
}

interface ActOptions {
  ticket?: number
  as?: string
  json?: boolean
}

/** `mail list|show|release|replay|discard|reconcile|import|block|blocked|unblock`. */
export function register(program: Command, io: Io): void {
  const mail = program.command('mail')
  mail
    .command('list')
    .description('print the ledger, the newest mail first')
    .option('--outcome <outcome>', `only these: ${OUTCOMES.join(', ')}`, oneOf(OUTCOMES))
    .option('--held', 'only mails that wait for a person')
    .option('--quarantined', 'only mails that could not be read or decided')
    .option('--waiting', 'only mails that wait to be decided')
    .option('--before <number>', 'only mails with smaller numbers', wholeNumber)
    .option('--limit <number>', 'at most so many', wholeNumber, 50)
    .option(...JSON_FLAG)
    .action((options: ListOptions, command: Command) => list(options, command, io))
  mail
    .command('show')
    .argument('<id>', 'number in the ledger', wholeNumber)
    .description('print what became of a mail, why, and who changed it')
    .option(
      '--raw',
      'print the mail itself, as it came (`ticketd parse -` reads it); with --json in base64',
    )
    .option(...JSON_FLAG)
    .action((id: number, options: ShowOptions, command: Command) => show(id, options, command, io))
  mail
    .command('release')
    .argument('<id>', 'number in the ledger', wholeNumber)
    .description('take a held mail as what its writer says it is')
    .option(
      '--ticket <number>',
      'into this ticket; else the suggested one, or one of its own',
      wholeNumber,
    )
    .option(...AS)
    .option(...JSON_FLAG)
    .action((id: number, options: ActOptions, command: Command) =>
      release(id, options, command, io),
    )
  mail
    .command('replay')
    .argument('<id>', 'number in the ledger', wholeNumber)
    .description('decide a mail again, as if it had just arrived')
    .option(...AS)
    .option(...JSON_FLAG)
    .action(async (id: number, options: ActOptions, command: Command) => {
      const { replayMail } = await import('../engine/act/mails.ts')
      const when = await withDesk(command, io, async (desk) => {
        await replayMail(desk, id, options.as ?? null)
        return await soon(desk)
      })
      if (options.json) printJson(io, { id, waits: true })
      else io.out(asCalled(`Mail ${id} is decided again ${when}.\n`, io))
    })
  mail
    .command('discard')
    .argument('<id>', 'number in the ledger', wholeNumber)
    .description('refuse a held or quarantined mail; it stays in the ledger')
    .option(...AS)
    .option(...JSON_FLAG)
    .action(async (id: number, options: ActOptions, command: Command) => {
      const { discardMail } = await import('../engine/act/mails.ts')
      await withDesk(command, io, (desk) => discardMail(desk, id, options.as ?? null))
      if (options.json) printJson(io, { id, outcome: 'refused' })
      else io.out(`Mail ${id} is refused. Nobody is told.\n`)
    })
  registerReconcile(mail, io)
  registerImport(mail, io)
  registerBlocking(mail, io)
}

async function list(written: ListOptions, command: Command, io: Io): Promise<void> {
  const { held, quarantined, ...rest } = written
  const outcomes = [...(held ? ['held'] : []), ...(quarantined ? ['quarantined'] : [])]
  const options = outcomes.length > 0 ? { ...rest, outcomes } : rest
  const { printMailList } = await import('./mail/list.ts')
  await withStore(command, io, ({ store }) => printMailList(store.read, options, io))
}

async function show(id: number, options: ShowOptions, command: Command, io: Io): Promise<void> {
  const { printMail, rawJson, readMail, writeRaw } = await import('./mail/show.ts')
  await withStore(command, io, async ({ store, config }) => {
    const mail = await readMail(store, config, id)
    if (options.raw && options.json) printJson(io, rawJson(store.raw, mail))
    else if (options.raw) await writeRaw(store.raw, mail)
    else if (options.json) printJson(io, mail.shown)
    else printMail(io, mail.shown, config.desk.timeZone)
  })
}

async function release(id: number, options: ActOptions, command: Command, io: Io): Promise<void> {
  const { releaseMail } = await import('../engine/act/mails.ts')
  const { ticket, when } = await withDesk(command, io, async (desk) => {
    const released = await releaseMail(desk, id, options.ticket ?? null, options.as ?? null)
    return { ...released, when: await soon(desk) }
  })
  if (options.json) return printJson(io, { id, ticket })
  const where = ticket === null ? 'a ticket of its own' : `ticket ${ticket}`
  io.out(asCalled(`Mail ${id} goes into ${where} ${when}.\n`, io))
}
