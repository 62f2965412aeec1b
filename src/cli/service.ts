import type { Command } from 'commander'
import type { ServiceForm } from '../engine/act/services.ts'
import type { Desk } from '../engine/desk.ts'
import { AS, collect, JSON_FLAG } from './arguments.ts'
import { type Io, printJson } from './io.ts'
import { withDesk, withStore } from './open.ts'

interface Options {
  number?: string
  address?: string
  to?: string
  set?: string[]
  now?: boolean
  as?: string
  json?: boolean
}

const NOW = ['--now', 'take it up at once instead of within hours'] as const
const NUMBER = ['--number <number>', 'number of the service'] as const
const ADDRESS = ['--address <address>', 'address of the service'] as const

/** `service list|activate|settings|add|update|disable`. */
export function register(program: Command, io: Io): void {
  const service = program.command('service')
  service
    .command('list')
    .argument('[account]', 'Account ID')
    .description('print the services that there are, or those of an account with their users')
    .option(...JSON_FLAG)
    .action(async (id: string | undefined, options: Options, command: Command) => {
      const { printServices } = await import('./service-show.ts')
      await withStore(command, io, (at) => printServices(at, id, options, io))
    })
  verb(service, 'activate', 'let an account have a service')
    .option(...NOW)
    .action(async (id: string, name: string, options: Options, command: Command) => {
      const { activateService } = await import('../engine/act/services.ts')
      await act(id, name, options, command, io, async (desk, form) => {
        await activateService(desk, form)
        return { said: `${id} has activated ${name}.`, done: {} }
      })
    })
  verb(service, 'settings', 'print the settings of a service, or change them')
    .option('--set <name=value>', 'a setting and its value; once or several times', collect)
    .action(async (id: string, name: string, options: Options, command: Command) => {
      const { changeSettings } = await import('../engine/act/services.ts')
      await act(id, name, options, command, io, async (desk, form) => {
        const settings = await changeSettings(desk, form, readSettings(options.set ?? []))
        const lines = Object.entries(settings).map(([key, value]) => `${key}=${value}`)
        return { said: lines.join('\n') || 'Nothing is set.', done: { settings } }
      })
    })
  verb(service, 'add', 'give a service to a user, or one more number of it')
    .argument('<user>', 'address of the user')
    .option(...NUMBER)
    .option(...ADDRESS)
    .option(...NOW)
    .action(async (id: string, name: string, user: string, options: Options, command: Command) => {
      const { addServiceUser } = await import('../engine/act/services.ts')
      await act(id, name, options, command, io, async (desk, form) => {
        const number = await addServiceUser(desk, form, user, givenIn(options))
        return { said: `${user} gets ${name} ${number}`.trimEnd().concat('.'), done: { number } }
      })
    })
  verb(service, 'update', 'change the number or address that a user has of a service')
    .argument('<user>', 'address of the user')
    .option(...NUMBER)
    .option(...ADDRESS)
    .option('--to <number>', 'the new number or address, where --number says which one it replaces')
    .option(...NOW)
    .action(async (id: string, name: string, user: string, options: Options, command: Command) => {
      const { updateServiceUser } = await import('../engine/act/services.ts')
      await act(id, name, options, command, io, async (desk, form) => {
        const number = await updateServiceUser(desk, form, user, await replaced(options))
        return { said: `${user} gets ${name} ${number}.`, done: { number } }
      })
    })
  verb(service, 'disable', 'end a service: of a number, of a user, or of the whole account')
    .argument('[user]', 'address of the user; without one of the whole account')
    .option(...NUMBER)
    .option(...ADDRESS)
    .option(...NOW)
    .action(
      async (
        id: string,
        name: string,
        user: string | undefined,
        options: Options,
        command: Command,
      ) => {
        const { disableService } = await import('../engine/act/services.ts')
        await act(id, name, options, command, io, async (desk, form) => {
          const ended = await disableService(desk, form, user ?? null, givenIn(options))
          return { said: `${name} ends for ${user ?? id}.`, done: { ended } }
        })
      },
    )
}

function verb(service: Command, name: string, description: string): Command {
  return service
    .command(name)
    .argument('<account>', 'Account ID')
    .argument('<service>', 'name of the service')
    .description(description)
    .option(...AS)
    .option(...JSON_FLAG)
}

/** Does it, takes it up where `--now` says so, and prints what was done. */
async function act(
  id: string,
  name: string,
  options: Options,
  command: Command,
  io: Io,
  work: (desk: Desk, form: ServiceForm) => Promise<{ said: string; done: object }>,
): Promise<void> {
  const { takeUpServices } = await import('../engine/sync/service-take-up.ts')
  const { accountOf } = await import('../engine/act/account-of.ts')
  const form = { accountId: id, service: name, as: options.as ?? null }
  const { said, done } = await withDesk(command, io, async (desk) => {
    const result = await work(desk, form)
    if (options.now) {
      const account = await accountOf(desk.store.read, id)
      await takeUpServices(desk, desk.store.transact, account.id)
    }
    return result
  })
  if (options.json) printJson(io, { account: id, service: name, ...done })
  else io.out(`${said}\n`)
}

function givenIn({ number, address }: Options): string | null {
  return number ?? address ?? null
}

/** `--to` is the new one; without it `--number` is, of a user who has but one. */
async function replaced(options: Options): Promise<{ from: string | null; to: string }> {
  const given = givenIn(options)
  if (options.to !== undefined) return { from: given, to: options.to }
  if (given !== null) return { from: null, to: given }
  const { Failure } = await import('../errors.ts')
  throw new Failure('refused', 'Nothing was changed: no new number or address is given.', {
    advice: 'Name it with --number, --address or --to.',
  })
}

function readSettings(written: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    written.map((one) => {
      const [, name = one, value = ''] = /^([^=]*)=(.*)$/s.exec(one) ?? []
      return [name.trim(), value.trim()]
    }),
  )
}
