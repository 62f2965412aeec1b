import type { Command } from 'commander'
import { AS, JSON_FLAG, wholeNumber } from '../arguments.ts'
import { asCalled } from '../called.ts'
import { type Io, printJson } from '../io.ts'
import { withDesk, withStore } from '../open.ts'
import { showInstant, showText } from '../show.ts'
import { printTable } from '../table.ts'

interface Options {
  reason?: string
  as?: string
  json?: boolean
}

/** `mail block|blocked|unblock`. */
export function registerBlocking(mail: Command, io: Io): void {
  mail
    .command('block')
    .argument('<sender>', 'an address, or a domain with all below it')
    .description('refuse the mail of a sender from now on; nothing answers it')
    .option('--reason <text>', 'why, for those who read the ledger')
    .option(...AS)
    .option(...JSON_FLAG)
    .action(async (sender: string, options: Options, command: Command) => {
      const { blockSender } = await import('../../engine/act/blocking.ts')
      const { name } = await withDesk(command, io, (desk) =>
        blockSender(desk, sender, options.reason ?? null, options.as ?? null),
      )
      if (options.json) return printJson(io, { name, blocked: true })
      io.out(
        `Mail of ${name} is refused from now on. ${asCalled(`(ticketd mail unblock ${name})`, io)}\n`,
      )
    })
  mail
    .command('blocked')
    .description('print whose mail is refused')
    .option('--limit <number>', 'at most so many', wholeNumber, 200)
    .option(...JSON_FLAG)
    .action((options: { limit: number; json?: boolean }, command: Command) =>
      list(options, command, io),
    )
  mail
    .command('unblock')
    .argument('<sender>', 'as `mail blocked` prints it')
    .description('take the mail of a sender again')
    .option(...AS)
    .option(...JSON_FLAG)
    .action(async (sender: string, options: Options, command: Command) => {
      const { unblockSender } = await import('../../engine/act/blocking.ts')
      const { name } = await withDesk(command, io, (desk) =>
        unblockSender(desk, sender, options.as ?? null),
      )
      if (options.json) return printJson(io, { name, blocked: false })
      io.out(`Mail of ${name} is taken again; what was refused stays refused.\n`)
    })
}

async function list(
  { limit, json }: { limit: number; json?: boolean },
  command: Command,
  io: Io,
): Promise<void> {
  const { blockedItems } = await import('../../engine/act/blocking.ts')
  await withStore(command, io, async ({ store, config }) => {
    const items = await blockedItems(store.read, config, limit)
    if (json) return printJson(io, items)
    const { timeZone } = config.desk
    const cells = items.map((it) => [
      it.name,
      it.actor,
      it.since === null ? '-' : showInstant(it.since, timeZone),
      showText(it.reason ?? ''),
    ])
    printTable(io, ['sender', 'blocked by', `since (${timeZone})`, 'reason'], cells)
  })
}
