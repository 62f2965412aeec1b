import type { Command } from 'commander'
import { ACCOUNT_KINDS } from '../config/account-kinds.ts'
import { register as registerRegistration, shown } from './account/register.ts'
import { MODEL, register as registerSet } from './account/set.ts'
import { register as registerSupportContact } from './account/support.ts'
import { register as registerToken } from './account/token.ts'
import { AS, anyWord, JSON_FLAG, proposing, wholeNumber } from './arguments.ts'
import { type Io, printJson } from './io.ts'
import { withDesk, withStore } from './open.ts'
import { attachedLine, releasedLine } from './show.ts'

interface Shared {
  as?: string
  json?: boolean
}

interface CreateOptions extends Shared {
  kind: string
  model?: string
  partner?: string
  company: string
  decisionMaker: string
  supportContact?: string[]
  phone?: string
  locale?: string
}

/** `account create|list|show`, and what other files add. */
export function register(program: Command, io: Io): void {
  const account = program.command('account')
  account
    .command('create')
    .description('make an account, send its Decision Maker the welcome mail, print the Account ID')
    .requiredOption(
      '--kind <kind>',
      'customer, partner, consultant, developer or vendor',
      proposing(ACCOUNT_KINDS, anyWord),
    )
    .option(...MODEL)
    .option('--partner <id>', 'Account ID of the partner who looks after it')
    .requiredOption('--company <name>', 'name of the company')
    .requiredOption('--decision-maker <person>', '"Name <address>"')
    .option('--support-contact <address...>', 'who gets every issue; one or several')
    .option('--phone <number>', 'of the Decision Maker')
    .option('--locale <language>', 'of the mails to the account')
    .option(...AS)
    .option(...JSON_FLAG)
    .action((options: CreateOptions, command: Command) => create(options, command, io))
  registerRegistration(account, io)
  account
    .command('list')
    .description('print the accounts')
    .option('--limit <number>', 'at most so many', wholeNumber, 50)
    .option(...JSON_FLAG)
    .action(async (options: { limit: number; json?: boolean }, command: Command) => {
      const { printAccountList } = await import('./account/show.ts')
      await withStore(command, io, ({ store }) => printAccountList(store.read, options, io))
    })
  account
    .command('show')
    .argument('<account>', 'Account ID')
    .description('print an account with its people and support contacts')
    .option(...JSON_FLAG)
    .action(async (id: string, options: Shared, command: Command) => {
      const { printAccount } = await import('./account/show.ts')
      await withStore(command, io, ({ store }) => printAccount(store.read, id, options, io))
    })
  registerSupportContact(account, io)
  registerToken(account, io)
  registerSet(account, io)
}

async function create(options: CreateOptions, command: Command, io: Io): Promise<void> {
  const { createAccount } = await import('../engine/act/accounts.ts')
  const { readPerson } = await import('../engine/act/people.ts')
  const { normalAddress } = await import('../message/addresses.ts')
  const form = {
    kind: options.kind,
    model: options.model ?? null,
    partner: options.partner ?? null,
    company: options.company,
    decisionMaker: readPerson(options.decisionMaker),
    supportContacts: (options.supportContact ?? []).map(normalAddress),
    phone: options.phone ?? null,
    locale: options.locale ?? null,
  }
  const made = await withDesk(command, io, (desk) => createAccount(desk, form, options.as ?? null))
  if (options.json) printJson(io, shown(made))
  else {
    // The Account ID alone on stdout: ID=$(ticketd account create …).
    io.out(`${made.account.accountId}\n`)
    io.err(releasedLine(made.released) + attachedLine(made.attached))
  }
}
