import type { Command } from 'commander'
import { mailboxNamed } from '../config/mailbox-named.ts'
import { AS, JSON_FLAG } from './arguments.ts'
import { asCalled } from './called.ts'
import { type Io, printJson } from './io.ts'
import { addMailboxFlags, addToConfig, type MailboxFlags } from './mailbox/add.ts'
import { addAuthorize } from './mailbox/authorize.ts'
import { configOf, withDesk, withStore } from './open.ts'
import { counted } from './show.ts'

interface Shared {
  as?: string
  json?: boolean
}

/** `mailbox list|add|test|authorize|continue`. */
export function register(program: Command, io: Io): void {
  const mailbox = program.command('mailbox')
  mailbox
    .command('list')
    .description('print the mailboxes and how they stand')
    .option(...JSON_FLAG)
    .action((options: Shared, command: Command) => list(options, command, io))
  addMailboxFlags(mailbox.command('add'))
    .description('add a mailbox to the configuration file')
    .option(...JSON_FLAG)
    .action((options: MailboxFlags & Shared, command: Command) => add(options, command, io))
  mailbox
    .command('test')
    .argument('<name>', 'of the mailbox')
    .description('log in, open the folder, leave; nothing is read or changed')
    .option(...JSON_FLAG)
    .action((name: string, options: Shared, command: Command) => test(name, options, command, io))
  addAuthorize(mailbox, io)
  mailbox
    .command('continue')
    .argument('<name>', 'of the mailbox')
    .description('allow what a mailbox has stopped at')
    .option(...AS)
    .option(...JSON_FLAG)
    .action(async (name: string, options: Shared, command: Command) => {
      const { continueMailbox } = await import('../engine/act/mailboxes.ts')
      await withDesk(command, io, (desk) => continueMailbox(desk, name, options.as ?? null))
      if (options.json) printJson(io, { name, halted: null })
      else io.out(`The mailbox ${name} goes on.\n`)
    })
}

async function add(options: MailboxFlags & Shared, command: Command, io: Io): Promise<void> {
  const { config: file } = command.optsWithGlobals<{ config: string }>()
  const { name } = options
  const signIn = await addToConfig(file, options, io.env)
  const next = signIn ?? `ticketd mailbox test ${name}`
  if (options.json) return printJson(io, { name, file, next: asCalled(next, io) })
  const words = signIn === undefined ? 'Test it' : 'Sign in'
  io.out(asCalled(`${name} is in ${file}. ${words}: ${next}\n`, io))
}

async function list(options: Shared, command: Command, io: Io): Promise<void> {
  const { readMailboxes, standsHow } = await import('./mailbox/state.ts')
  const { holderOf } = await import('../engine/holder.ts')
  const { printTable } = await import('./table.ts')
  await withStore(command, io, async ({ config, store }) => {
    const lease = await holderOf(store, Date.now())
    const mailboxes = await readMailboxes(store.read, config, lease)
    if (options.json) return printJson(io, mailboxes)
    const rows = mailboxes.map((it) => {
      return [
        it.name,
        it.address,
        it.department,
        it.server,
        it.folder,
        standsHow(it, lease !== null),
      ]
    })
    printTable(io, ['mailbox', 'address', 'department', 'server', 'folder', 'state'], rows)
  })
}

async function test(name: string, options: Shared, command: Command, io: Io): Promise<void> {
  const { check } = await import('../mailbox/check.ts')
  const { silent } = await import('../log.ts')
  const { mailboxes } = configOf(command, io)
  const mailbox = mailboxNamed(name, mailboxes)
  const { tokensOf } = await import('./tokens-of.ts')
  const { signal } = new AbortController()
  const tokenFor = tokensOf(command, io)
  const checkup = await check(mailbox, { signal, log: silent, tokenFor })
  if (options.json) return printJson(io, { name, ok: true, ...checkup })
  const { folder, idle, move } = checkup
  const news = idle ? 'tells of new mail at once (IDLE)' : 'is only asked at each poll (no IDLE)'
  io.out(`${name}: logged in as ${mailbox.imap.user}.\n`)
  io.out(`${mailbox.folder} holds ${counted(folder.exists, 'mail')}; the server ${news}.\n`)
  if (mailbox.done.action === 'move' && !move) {
    io.out('The server cannot move mail in one step; it is copied and deleted.\n')
  }
}
