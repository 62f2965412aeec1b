import type { Command } from 'commander'
import { ACCOUNT_MODELS } from '../../config/account-kinds.ts'
import type { DetailsForm } from '../../engine/act/account-details.ts'
import { AS, anyWord, JSON_FLAG, proposing } from '../arguments.ts'
import { type Io, printJson } from '../io.ts'
import { withDesk, withStore } from '../open.ts'
import { releasedLine } from '../show.ts'
import { printTable } from '../table.ts'

export const MODEL = [
  '--model <model>',
  'of a customer: cloud, resell, partner, enterprise or flex',
  proposing(ACCOUNT_MODELS, anyWord),
] as const

interface Shared {
  as?: string
  json?: boolean
}

type SetOptions = Shared & Omit<DetailsForm, 'member'> & { member?: string | true }

/** `account set` and `account domain add|remove|list`. */
export function register(account: Command, io: Io): void {
  account
    .command('set')
    .argument('<account>', 'Account ID')
    .description('change how an account is looked after')
    .option(
      '--help-desk <text>',
      'where its users are sent first: an address or a sentence; "" for none',
    )
    .option('--member [yes|no]', 'of a consultant or developer: takes part in the programme')
    .option('--support-until <date>', 'last day of its support contract, or none')
    .option(...MODEL)
    .option(...AS)
    .option(...JSON_FLAG)
    .action((id: string, options: SetOptions, command: Command) => set(id, options, command, io))
  const domain = account
    .command('domain')
    .description('mail domains: who writes from one is an other user of the account')
  for (const verb of ['add', 'remove'] as const) {
    domain
      .command(verb)
      .argument('<account>', 'Account ID')
      .argument('<domain>', 'such as example.org')
      .description(verb === 'add' ? 'add a mail domain of the company' : 'remove a mail domain')
      .option(...AS)
      .option(...JSON_FLAG)
      .action(async (id: string, written: string, options: Shared, command: Command) => {
        const act = await import('../../engine/act/account-domains.ts')
        const change = verb === 'add' ? act.addMailDomain : act.removeMailDomain
        const { domain, released } = await withDesk(command, io, (desk) =>
          change(desk, id, written, options.as ?? null),
        )
        if (options.json) return printJson(io, { account: id, domain, released })
        io.out(`${domain} is ${verb === 'add' ? 'a' : 'no'} mail domain of ${id}.\n`)
        io.out(releasedLine(released))
      })
  }
  domain
    .command('list')
    .argument('<account>', 'Account ID')
    .description('print the mail domains')
    .option(...JSON_FLAG)
    .action(async (id: string, options: Shared, command: Command) => {
      const { accountOf } = await import('../../engine/act/account-of.ts')
      const { listDomains } = await import('../../store/account-domains.ts')
      const domains = await withStore(command, io, async ({ store }) =>
        listDomains(store.read, (await accountOf(store.read, id)).id),
      )
      if (options.json) return printJson(io, domains)
      const cells = domains.map((one) => [one])
      printTable(io, ['mail domain'], cells)
    })
}

async function set(id: string, options: SetOptions, command: Command, io: Io): Promise<void> {
  const { setDetails } = await import('../../engine/act/account-details.ts')
  const form = {
    helpDesk: options.helpDesk,
    member: options.member === true ? 'yes' : options.member,
    supportUntil: options.supportUntil,
    model: options.model,
  }
  const as = options.as ?? null
  const account = await withDesk(command, io, (desk) => setDetails(desk, id, form, as))
  const { accountId, kind, model, member, supportUntil, helpDesk } = account
  if (options.json) printJson(io, { accountId, kind, model, member, supportUntil, helpDesk })
  else io.out(`${accountId} is changed.\n`)
}
