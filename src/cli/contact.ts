import type { Command } from 'commander'
import { ROLES } from '../account/roles.ts'
import { AS, collect, JSON_FLAG, proposing, wholeNumber } from './arguments.ts'
import { asCalled } from './called.ts'
import { register as registerPerson } from './contact/person.ts'
import { register as registerRoles } from './contact/roles.ts'
import { type Io, printJson } from './io.ts'
import { withDesk, withStore } from './open.ts'
import { releasedLine } from './show.ts'

interface AddOptions {
  name: string
  email: string
  role?: string[]
  phone?: string
  locale?: string
  as?: string
  json?: boolean
}

/** `contact add|show|grant|revoke|disable|enable|merge|export|erase|suppressed|unsuppress`. */
export function register(program: Command, io: Io): void {
  const contact = program.command('contact')
  contact
    .command('add')
    .argument('<account>', 'Account ID')
    .description('add a person to an account')
    .requiredOption('--name <name>', 'of the person')
    .requiredOption('--email <address>', 'that the person writes from')
    .option(
      '--role <role>',
      'authorised-contact (default: may open cases; with --as: user), decision-maker, phone-manager, administrator, super-user or user; once or several times',
      proposing(ROLES, collect),
    )
    .option('--phone <number>', 'of the person')
    .option('--locale <language>', 'of the mails to this person')
    .option(...AS)
    .option(...JSON_FLAG)
    .action((account: string, options: AddOptions, command: Command) =>
      add(account, options, command, io),
    )
  contact
    .command('show')
    .argument('<address>', 'of the person')
    .description('print a person with their accounts and roles')
    .option(...JSON_FLAG)
    .action((address: string, options: { json?: boolean }, command: Command) =>
      show(address, options, command, io),
    )
  registerRoles(contact, io)
  registerPerson(contact, io)
  contact
    .command('suppressed')
    .description('print the addresses that nothing is sent to, since mail to them came back')
    .option('--limit <number>', 'at most so many', wholeNumber, 50)
    .option(...JSON_FLAG)
    .action(async (options: { limit: number; json?: boolean }, command: Command) => {
      const { printSuppressed } = await import('./suppressed-show.ts')
      await withStore(command, io, ({ config, store }) =>
        printSuppressed(store.read, options, config.desk.timeZone, io),
      )
    })
  contact
    .command('unsuppress')
    .argument('<address>', 'that can be written to again')
    .description('send mails to an address again')
    .option(...AS)
    .option(...JSON_FLAG)
    .action(async (written: string, options: { as?: string; json?: boolean }, command: Command) => {
      const { unsuppressAddress } = await import('../engine/act/suppression.ts')
      const { address } = await withDesk(command, io, (desk) =>
        unsuppressAddress(desk, written, options.as ?? null),
      )
      if (options.json) printJson(io, { address, suppressed: false })
      else io.out(`Mails to ${address} leave again.\n`)
    })
}

async function add(account: string, options: AddOptions, command: Command, io: Io): Promise<void> {
  const { addPerson } = await import('../engine/act/contacts.ts')
  const {
    name,
    email,
    role: roles = [options.as === undefined ? 'authorised-contact' : 'user'],
    phone = null,
    locale = null,
  } = options
  const form = { name, email, roles, phone, locale }
  const { address, released } = await withDesk(command, io, (desk) =>
    addPerson(desk, account, form, options.as ?? null),
  )
  if (options.json) printJson(io, { account, name, address, roles, released })
  else io.out(`${address} is a contact of ${account}.\n${releasedLine(released)}`)
}

async function show(
  address: string,
  options: { json?: boolean },
  command: Command,
  io: Io,
): Promise<void> {
  const { readContact } = await import('./contact/show.ts')
  const { suppressionLine } = await import('./suppressed-show.ts')
  await withStore(command, io, async ({ config, store }) => {
    const contact = await readContact(store.read, address)
    if (options.json) return printJson(io, contact)
    const { name, addresses, phone, accounts, active, suppressed } = contact
    io.out(`${name} <${addresses.join('>, <')}>${active ? '' : ' (not active)'}\n`)
    if (phone !== null) io.out(`phone ${phone}\n`)
    if (contact.source !== null) io.out('kept by the directory of their account\n')
    for (const one of accounts) {
      io.out(`${one.accountId} (${one.company}): ${one.roles.join(', ')}\n`)
    }
    for (const one of suppressed) {
      io.out(asCalled(`${suppressionLine(one, config.desk.timeZone)}\n`, io))
    }
  })
}
