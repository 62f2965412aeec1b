import type { Command } from 'commander'
import { AS, JSON_FLAG } from './arguments.ts'
import { type Io, printJson } from './io.ts'
import { withDesk, withStore } from './open.ts'
import { releasedLine } from './show.ts'

interface Options {
  as?: string
  json?: boolean
}

/** `account support-contact add|remove|list`. */
export function register(account: Command, io: Io): void {
  const contact = account
    .command('support-contact')
    .description('who gets every issue report of an account')
  contact
    .command('add')
    .argument('<account>', 'Account ID')
    .argument('<address>', 'who gets every issue report from now on')
    .description('add a support contact')
    .option(...AS)
    .option(...JSON_FLAG)
    .action(async (id: string, address: string, options: Options, command: Command) => {
      const { addSupport } = await import('../engine/act/support-contacts.ts')
      const as = options.as ?? null
      const released = await withDesk(command, io, (desk) => addSupport(desk, id, address, as))
      if (options.json) printJson(io, { account: id, address, released })
      else io.out(`${address} is a support contact of ${id}.\n${releasedLine(released)}`)
    })
  contact
    .command('remove')
    .argument('<account>', 'Account ID')
    .argument('<address>', 'of the support contact')
    .description('remove a support contact; the last one stays')
    .option(...AS)
    .option(...JSON_FLAG)
    .action(async (id: string, address: string, options: Options, command: Command) => {
      const { removeSupport } = await import('../engine/act/support-contacts.ts')
      const as = options.as ?? null
      await withDesk(command, io, (desk) => removeSupport(desk, id, address, as))
      if (options.json) printJson(io, { account: id, address })
      else io.out(`${address} is no support contact of ${id} any more.\n`)
    })
  contact
    .command('list')
    .argument('<account>', 'Account ID')
    .description('print the support contacts')
    .option(...JSON_FLAG)
    .action(async (id: string, options: Options, command: Command) => {
      const { printSupportContacts } = await import('./account-show.ts')
      await withStore(command, io, ({ store }) => printSupportContacts(store.read, id, options, io))
    })
}
