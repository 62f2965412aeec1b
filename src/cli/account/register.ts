import type { Command } from 'commander'
import type { RegistrationForm } from '../../account/registration.ts'
import type { Made } from '../../engine/act/accounts.ts'
import { Failure } from '../../errors.ts'
import { AS, JSON_FLAG } from '../arguments.ts'
import { type Ask, type Io, printJson } from '../io.ts'
import { withDesk } from '../open.ts'
import { attachedLine, releasedLine } from '../show.ts'

interface Options {
  as?: string
  json?: boolean
}

interface RegisterOptions extends Options, Partial<Omit<RegistrationForm, 'locale'>> {
  locale?: string
  acceptTerms?: string
}

/** `account register|confirm|activate`. */
export function register(account: Command, io: Io): void {
  account
    .command('register')
    .description('register a company as its own contact would; asks for what is not given')
    .option('--company <name>', 'name of the company, unlike that of any other account')
    .option('--name <name>', 'of the contact, who becomes the Decision Maker')
    .option('--email <address>', 'business address of the contact')
    .option('--phone <number>', 'of the contact, with its country code')
    .option('--locale <language>', 'of the mails to the account')
    .option('--accept-terms <version>', 'the version of the terms that was read')
    .option(...AS)
    .option(...JSON_FLAG)
    .action((options: RegisterOptions, command: Command) => registerOne(options, command, io))
  account
    .command('confirm')
    .argument('<account>', 'Account ID')
    .argument('<code>', 'of the welcome mail')
    .description('prove the address of a registered account by the code that was mailed to it')
    .option(...JSON_FLAG)
    .action(async (id: string, code: string, options: Options, command: Command) => {
      const { confirmAccount } = await import('../../engine/act/confirmation.ts')
      printActive(
        await withDesk(command, io, (desk) => confirmAccount(desk, id, code)),
        options,
        io,
      )
    })
  account
    .command('activate')
    .argument('<account>', 'Account ID')
    .description('let a registered account count: its contact is who they say')
    .option(...AS)
    .option(...JSON_FLAG)
    .action(async (id: string, options: Options, command: Command) => {
      const { activateAccount } = await import('../../engine/act/activation.ts')
      const as = options.as ?? null
      printActive(await withDesk(command, io, (desk) => activateAccount(desk, id, as)), options, io)
    })
}

async function registerOne(options: RegisterOptions, command: Command, io: Io): Promise<void> {
  const { register } = await import('../../engine/act/registration.ts')
  const ask = options.json ? undefined : io.ask
  const form = await askForMissing(options, ask)
  const as = options.as ?? null
  const done = await withDesk(command, io, async (desk) => {
    const first = await register(desk, form, options.acceptTerms ?? null, as)
    if (!('terms' in first) || !ask) return first
    const { version, text } = first.terms
    io.out(`${text}\n\nThese are the terms, version ${version}.\n`)
    const accepted = /^\s*(y|yes|accept)\s*$/i.test(await ask('Do you accept them? (yes or no) '))
    return accepted ? await register(desk, form, version, as) : { refused: version }
  })
  if ('refused' in done) throw notAccepted(done.refused)
  if ('terms' in done) {
    const { version, text } = done.terms
    if (options.json) printJson(io, { registered: false, terms: done.terms })
    else io.out(`${text}\n\nThese are the terms, version ${version}.\n`)
    throw notAccepted(version)
  }
  if (options.json) return printJson(io, shown(done))
  const { account } = done
  io.out(`${account.company} is registered as ${account.accountId}.\n`)
  io.out(`Check your mail: a message to ${form.email} says what to do next.\n`)
}

/** Asks a person at a terminal for what the flags do not say. */
async function askForMissing(options: RegisterOptions, ask?: Ask): Promise<RegistrationForm> {
  const given = async (value: string | undefined, question: string) =>
    value ?? (ask ? await ask(question) : '')
  return {
    company: await given(options.company, 'Name of the company: '),
    name: await given(options.name, 'Your name: '),
    email: await given(options.email, 'Your business address: '),
    phone: await given(options.phone, 'Your phone number, with its country code: '),
    locale: options.locale ?? null,
  }
}

function notAccepted(version: string): Failure {
  return new Failure('terms', 'Nothing was registered: the terms are not accepted yet.', {
    advice: `Read them, then repeat the command with --accept-terms ${version}.`,
  })
}

function printActive(made: Made, { json }: Options, io: Io): void {
  const { account, released, attached } = made
  if (json) printJson(io, shown(made))
  else {
    const more = releasedLine(released) + attachedLine(attached)
    io.out(`${account.accountId} is active.\n${more}`)
  }
}

/** What scripts are told of an account that was made. */
export function shown({ account, released, attached }: Made) {
  const { accountId, company, kind, model, state } = account
  return { accountId, company, kind, model, state, released, attached }
}
