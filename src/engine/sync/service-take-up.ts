import { setImmediate } from 'node:timers/promises'
import { lacksOf, serviceStep, whyNotServed } from '../../account/services.ts'
import { getAccount } from '../../store/accounts.ts'
import type { Writer } from '../../store/database.ts'
import { addEvent } from '../../store/events.ts'
import {
  changeServiceUser,
  listRequestedServices,
  listServed,
  putAccountService,
  type Served,
} from '../../store/services.ts'
import { type Desk, instant } from '../desk.ts'
import { tellApart } from '../tell-apart.ts'
import type { Transact } from './take-up.ts'

const CHUNK = 200
const ACTOR = 'ticketd'

/**
 * Takes up what was asked of services, of one account or of all: services begin, and with each user
 * they start, change and end; who lacks something is looked at again. Gives how many users it
 * changed something for.
 */
export async function takeUpServices(
  desk: Desk,
  transact: Transact,
  accountId: number | null = null,
): Promise<number> {
  await transact((writer) => beginServices(writer, accountId, instant(desk.now())))
  let changed = 0
  let after = 0
  for (;;) {
    const last = await transact(async (writer) => {
      const served = await listServed(writer, { accountId, after, limit: CHUNK })
      for (const one of served) if (await takeUpOne(desk, writer, one)) changed += 1
      return served.at(-1)?.id
    })
    if (last === undefined) return changed
    after = last
    await setImmediate()
  }
}

async function beginServices(writer: Writer, accountId: number | null, at: string): Promise<void> {
  for (const service of await listRequestedServices(writer)) {
    if (accountId !== null && service.accountId !== accountId) continue
    await putAccountService(writer, { ...service, state: 'active' }, at)
    const event = { at, accountId: service.accountId, actor: ACTOR, kind: 'service-began' }
    await addEvent(writer, { ...event, data: { service: service.service } })
  }
}

async function takeUpOne(desk: Desk, writer: Writer, one: Served): Promise<boolean> {
  const { state, reason, told } = serviceStep(one.state, lackOf(desk, one))
  if (state === one.state && reason === one.reason) return false
  const at = instant(desk.now())
  await changeServiceUser(writer, one.id, { state, reason }, at)
  const { service, given, person } = one
  const event = { at, accountId: one.accountId, actor: ACTOR, kind: `service-${state}` }
  await addEvent(writer, { ...event, data: { service, given, address: person.address, reason } })
  if (told === null) return true
  const account = await getAccount(writer, one.accountId)
  const { accountId, company } = account
  const { title = {}, requires = [] } = desk.config.services.find((it) => it.name === service) ?? {}
  const lacks = reason !== null && one.user ? lacksOf(one.user, requires) : []
  await tellApart(desk, writer, {
    happening: `service-${told}`,
    person: { name: person.name, address: person.address },
    more: {
      service: { account: { accountId, company }, title, name: service, given, lacks },
      locale: person.locale ?? account.locale,
    },
  })
  return true
}

/** What keeps the service from this user; null when nothing does. */
function lackOf({ config }: Desk, { service: name, user, active }: Served): string | null {
  const service = config.services.find((one) => one.name === name)
  if (!service) return `the service ${name} is not offered any more`
  return active
    ? whyNotServed(user, service.requires)
    : `the account does not have ${name} any more`
}
