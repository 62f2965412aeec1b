import type { Command } from 'commander'
import type { SupportChange } from '../../engine/act/support-contacts.ts'
import type { Desk } from '../../engine/desk.ts'
import { AS, JSON_FLAG } from '../arguments.ts'
import { type Io, printJson } from '../io.ts'
import { withDesk, withStore } from '../open.ts'
import { releasedLine } from '../show.ts'
import { printTable } from '../table.ts'

interface Options {
  as?: string
  json?: boolean
}

/** `account support-contact list|search|add|remove|set`. */
export function register(account: Command, io: Io): void {
  const contact = account
    .command('support-contact')
    .description('who gets every issue report of an account')
  contact
    .command('list')
    .argument('<account>', 'Account ID')
    .description('print the support contacts')
    .option(...JSON_FLAG)
    .action(async (id: string, options: Options, command: Command) => {
      const { printSupportContacts } = await import('./show.ts')
      await withStore(command, io, ({ store }) => printSupportContacts(store.read, id, options, io))
    })
  contact
    .command('search')
    .argument('<account>', 'Account ID')
    .argument('<text>', 'part of a name or an address')
    .description('find users of its partner who could become support contacts')
    .option(...AS)
    .option(...JSON_FLAG)
    .action((id: string, text: string, options: Options, command: Command) =>
      search(id, text, options, command, io),
    )
  contact
    .command('add')
    .argument('<account>', 'Account ID')
    .argument(
      '<address>',
      'who gets every issue report from now on; for a user of its partner a part of the name is enough',
    )
    .description('add a support contact')
    .option(...AS)
    .option(...JSON_FLAG)
    .action(async (id: string, written: string, options: Options, command: Command) => {
      const { addSupport } = await import('../../engine/act/support-contacts.ts')
      const as = options.as ?? null
      const done = await withDesk(command, io, (desk) => addSupport(desk, id, written, as))
      const { address, released } = done
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
    .action(async (id: string, written: string, options: Options, command: Command) => {
      const { removeSupport } = await import('../../engine/act/support-contacts.ts')
      const as = options.as ?? null
      const done = await withDesk(command, io, (desk) => removeSupport(desk, id, written, as))
      const { address } = done
      if (options.json) printJson(io, { account: id, address })
      else io.out(`${address} is no support contact of ${id} any more.\n`)
    })
  contact
    .command('set')
    .argument('<account>', 'Account ID')
    .argument('<address...>', 'all who get every issue report from now on')
    .description('replace the whole list in one step')
    .option(...AS)
    .option(...JSON_FLAG)
    .action(async (id: string, addresses: string[], options: Options, command: Command) => {
      const { setSupport } = await import('../../engine/act/support-contacts.ts')
      const set = (desk: Desk) => setSupport(desk, id, addresses, options.as ?? null)
      const change: SupportChange = await withDesk(command, io, set)
      if (options.json) return printJson(io, { account: id, ...change })
      io.out(`Support contacts of ${id}: ${change.after.join(', ')}.\n`)
      io.out(releasedLine(change.released))
    })
}

async function search(
  id: string,
  text: string,
  options: Options,
  command: Command,
  io: Io,
): Promise<void> {
  const { searchPartnerUsers } = await import('../../engine/act/partner-users.ts')
  const as = options.as ?? null
  const found = await withStore(command, io, ({ config, store }) =>
    searchPartnerUsers(store.read, config, id, text, as),
  )
  if (options.json) return printJson(io, found)
  const cells = found.map(({ name, address }) => [name, address])
  printTable(io, ['name', 'address'], cells)
}
