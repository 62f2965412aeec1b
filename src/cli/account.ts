import type { Command } from 'commander'
import type { Made } from '../engine/act/accounts.ts'
import type { RegistrationForm } from '../engine/act/registration.ts'
import { register as registerSupportContact } from './account-support.ts'
import { AS, JSON_FLAG, wholeNumber } from './arguments.ts'
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

interface RegisterOptions extends Shared, Partial<Omit<RegistrationForm, 'acceptTerms'>> {
  acceptTerms?: string
}

/** `account create|register|list|show|support-contact`. */
export function register(program: Command, io: Io): void {
  const account = program.command('account')
  account
    .command('create')
    .description('make an account, send its Decision Maker the welcome mail, print the Account ID')
    .requiredOption('--kind <kind>', 'customer, partner, consultant, developer or vendor')
    .option('--model <model>', 'of a customer: cloud, resell, partner, enterprise or flex')
    .option('--partner <id>', 'Account ID of the partner who looks after it')
    .requiredOption('--company <name>', 'name of the company')
    .requiredOption('--decision-maker <person>', '"Name <address>"')
    .option('--support-contact <address...>', 'who gets every issue; one or several')
    .option('--phone <number>', 'of the Decision Maker')
    .option('--locale <language>', 'of the mails to the account')
    .option(...AS)
    .option(...JSON_FLAG)
    .action((options: CreateOptions, command: Command) => create(options, command, io))
  account
    .command('register')
    .description('register a company as its own contact would')
    .option('--company <name>', 'name of the company')
    .option('--name <name>', 'of the contact, who becomes the Decision Maker')
    .option('--email <address>', 'business address of the contact')
    .option('--phone <number>', 'of the contact')
    .option('--locale <language>', 'of the mails to the account')
    .option('--accept-terms <version>', 'the version of the terms that was read')
    .option(...AS)
    .option(...JSON_FLAG)
    .action((options: RegisterOptions, command: Command) => registerOne(options, command, io))
  account
    .command('activate')
    .argument('<account>', 'Account ID')
    .description('let a registered account count: its contact is who they say')
    .option(...AS)
    .option(...JSON_FLAG)
    .action(async (id: string, options: Shared, command: Command) => {
      const { activateAccount } = await import('../engine/act/activation.ts')
      const as = options.as ?? null
      const made = await withDesk(command, io, (desk) => activateAccount(desk, id, as))
      if (options.json) printJson(io, shown(made))
      else {
        const more = releasedLine(made.released) + attachedLine(made.attached)
        io.out(`${made.account.accountId} is active.\n${more}`)
      }
    })
  account
    .command('list')
    .description('print the accounts')
    .option('--limit <number>', 'at most so many', wholeNumber, 50)
    .option(...JSON_FLAG)
    .action(async (options: { limit: number; json?: boolean }, command: Command) => {
      const { printAccountList } = await import('./account-show.ts')
      await withStore(command, io, ({ store }) => printAccountList(store.read, options, io))
    })
  account
    .command('show')
    .argument('<account>', 'Account ID')
    .description('print an account with its people and support contacts')
    .option(...JSON_FLAG)
    .action(async (id: string, options: Shared, command: Command) => {
      const { printAccount } = await import('./account-show.ts')
      await withStore(command, io, ({ store }) => printAccount(store.read, id, options, io))
    })
  registerSupportContact(account, io)
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

async function registerOne(options: RegisterOptions, command: Command, io: Io): Promise<void> {
  const { register } = await import('../engine/act/registration.ts')
  const { company = '', name = '', email = '', phone = '', locale = null } = options
  const form = { company, name, email, phone, locale, acceptTerms: options.acceptTerms ?? null }
  const done = await withDesk(command, io, (desk) => register(desk, form, options.as ?? null))
  if ('terms' in done) {
    const { version, text } = done.terms
    if (options.json) printJson(io, { registered: false, terms: done.terms })
    else io.out(`${text}\n\nThese are the terms, version ${version}.\n`)
    const { Failure } = await import('../errors.ts')
    throw new Failure('terms', 'Nothing was registered: the terms are not accepted yet.', {
      advice: `Read them, then repeat the command with --accept-terms ${version}.`,
    })
  }
  const { account } = done
  if (options.json) printJson(io, shown(done))
  else {
    io.out(`${account.company} is registered as ${account.accountId}.\n`)
    io.out(`Check your mail: a message to ${email} says what to do next.\n`)
  }
}

function shown({ account, released, attached }: Made) {
  const { accountId, company, kind, model, state } = account
  return { accountId, company, kind, model, state, released, attached }
}
