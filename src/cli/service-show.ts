import type { ServiceState } from '../account/services.ts'
import type { Config } from '../config/schema.ts'
import { accountOf } from '../engine/act/account-of.ts'
import type { Store } from '../store/database.ts'
import {
  listAccountServices,
  listServiceUsers,
  nameContacts,
  type ServiceUser,
} from '../store/services.ts'
import { type Io, printJson } from './io.ts'
import { printTable } from './table.ts'

const STATES: Record<ServiceState, string> = {
  requested: 'Requested',
  active: 'Active',
  changing: 'Changing',
  ending: 'Ending',
  'not-eligible': 'Not Eligible',
  ended: 'Ended',
}

export function shownService({ service, given, state, reason }: ServiceUser) {
  return { service, number: given, state: STATES[state], reason }
}

/** `service list`: the catalogue, or what an account has of it, with its users. */
export async function printServices(
  { config, store }: { config: Config; store: Store },
  accountId: string | undefined,
  options: { json?: boolean },
  io: Io,
): Promise<void> {
  if (accountId === undefined) return printCatalogue(config, options, io)
  const account = await accountOf(store.read, accountId)
  const own = await listAccountServices(store.read, account.id)
  const users = await listServiceUsers(store.read, account.id)
  const people = await nameContacts(
    store.read,
    users.map((one) => one.contactId),
  )
  const services = config.services.map(({ name, title }) => {
    const { state = 'not activated', settings = {} } = own.find((it) => it.service === name) ?? {}
    const theirs = users.filter((one) => one.service === name)
    return {
      service: name,
      title: title.en ?? name,
      state,
      settings,
      users: theirs.map((one) => ({ ...shownService(one), user: people.get(one.contactId) ?? '' })),
    }
  })
  if (options.json) return printJson(io, services)
  for (const { service, title, state, settings, users: theirs } of services) {
    const set = Object.entries(settings).map(([name, value]) => `${name}=${value}`)
    io.out(`${service}: ${title} · ${[state, ...set].join(' · ')}\n`)
    if (theirs.length === 0) continue
    const cells = theirs.map((one) => [one.user, one.number, one.state, one.reason ?? ''])
    printTable(io, ['user', 'number', 'state', 'reason'], cells)
    io.out('\n')
  }
}

function printCatalogue({ services }: Config, options: { json?: boolean }, io: Io): void {
  const cells = services.map((it) => [it.name, it.title.en ?? it.name, it.requires.join(', ')])
  if (options.json) printJson(io, services)
  else printTable(io, ['service', 'title', 'requires'], cells)
}
