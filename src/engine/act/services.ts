import type { Account } from '../../account/account.ts'
import { stateAfterDisable, stateAfterUpdate } from '../../account/services.ts'
import { Failure } from '../../errors.ts'
import { normalAddress } from '../../message/addresses.ts'
import { findContactByAddress } from '../../store/contacts.ts'
import type { Reader, Writer } from '../../store/database.ts'
import { type DirectoryUser, findUserOf } from '../../store/directory-users.ts'
import { addEvent } from '../../store/events.ts'
import {
  type AccountService,
  changeServiceUser,
  dropEnded,
  findAccountService,
  listServicesOf,
  listServiceUsers,
  putAccountService,
  putServiceUser,
  type ServiceUser,
} from '../../store/services.ts'
import { type Desk, instant } from '../desk.ts'
import { accountOf } from './account-of.ts'
import { insist } from './account-rights.ts'
import { actorOf } from './actor.ts'
import { refuse } from './faults.ts'
import {
  givenByDefault,
  givenFaults,
  givenOf,
  type Service,
  serviceOf,
  settingsFaults,
} from './service-form.ts'

/** A service of an account, and who wants something of it. */
export interface ServiceForm {
  accountId: string
  service: string
  as: string | null
}

/** The account asks for a service; it runs once it is taken up. */
export async function activateService(desk: Desk, form: ServiceForm): Promise<void> {
  await onService(desk, form, async ({ writer, account, service, own, note, at }) => {
    if (own && own.state !== 'ended') {
      throw new Failure('already', `${account.accountId} has ${service.name} already.`)
    }
    const settings = own?.settings ?? {}
    const wanted = { accountId: account.id, service: service.name, state: 'requested', settings }
    await putAccountService(writer, wanted as AccountService, at)
    await note('service-activated')
  })
}

/** Changes settings of a service for the whole account; without any change it gives them only. */
export async function changeSettings(
  desk: Desk,
  form: ServiceForm,
  changes: Record<string, string>,
): Promise<Record<string, string>> {
  return await onService(desk, form, async (scene) => {
    const { writer, service, note, at } = scene
    const own = activated(scene)
    refuse('Nothing was changed', settingsFaults(service, changes))
    if (Object.keys(changes).length === 0) return own.settings
    const settings = { ...own.settings, ...changes }
    await putAccountService(writer, { ...own, settings }, at)
    await note('service-settings', { before: own.settings, after: settings })
    return settings
  })
}

/**
 * A user of the directory gets the service, or one more number of it. Gives what they were given.
 */
export async function addServiceUser(
  desk: Desk,
  form: ServiceForm,
  address: string,
  given: string | null,
): Promise<string> {
  return await onService(desk, form, async (scene) => {
    const { writer, account, service, note, at } = scene
    activated(scene)
    const user = await syncedUser(writer, account, address)
    const value = given === null ? givenByDefault(service, user) : givenOf(service, given)
    refuse('Nobody was added', givenFaults(service, value))
    const there = await currentOf(writer, service, user)
    if (there.some((one) => one.given === value)) {
      throw new Failure(
        'already',
        `${address} has ${service.name} ${value}`.trimEnd().concat(' already.'),
      )
    }
    if (there.length > 0 && !service.several) {
      throw new Failure('already', `${address} has ${service.name} already.`, {
        advice: 'Change what they have: ticketd service update.',
      })
    }
    const { contactId } = user
    const wanted = { accountId: account.id, service: service.name, contactId, given: value }
    await putServiceUser(writer, { ...wanted, state: 'requested' }, at)
    await note('service-user-added', { address: user.user.email, given: value })
    return value
  })
}

/**
 * A user gets another number or address; `from` says which one it replaces where there are several.
 */
export async function updateServiceUser(
  desk: Desk,
  form: ServiceForm,
  address: string,
  { from, to }: { from: string | null; to: string },
): Promise<string> {
  return await onService(desk, form, async (scene) => {
    const { writer, account, service, note, at } = scene
    const user = await syncedUser(writer, account, address)
    const one = oneOf(await currentOf(writer, service, user), service, address, from)
    const value = givenOf(service, to)
    refuse('Nothing was changed', givenFaults(service, value))
    if (value === one.given) return value
    const taken = await currentOf(writer, service, user)
    if (taken.some((other) => other.given === value)) {
      throw new Failure('already', `${address} has ${service.name} ${value} already.`)
    }
    await dropEnded(writer, { ...one, given: value })
    await changeServiceUser(
      writer,
      one.id,
      { given: value, state: stateAfterUpdate(one.state) },
      at,
    )
    await note('service-user-changed', {
      address: user.user.email,
      before: one.given,
      after: value,
    })
    return value
  })
}

/**
 * Ends the service: of one number of a user, of the user with all of them, or of the whole account.
 * Gives of how many it ends.
 */
export async function disableService(
  desk: Desk,
  form: ServiceForm,
  address: string | null,
  given: string | null,
): Promise<number> {
  return await onService(desk, form, async (scene) => {
    const { writer, account, service, note, at } = scene
    const own = activated(scene)
    const ending = await endingOf(writer, account, service, address, given)
    for (const { id, state } of ending) {
      await changeServiceUser(writer, id, { state: stateAfterDisable(state), reason: null }, at)
    }
    if (address === null) await putAccountService(writer, { ...own, state: 'ended' }, at)
    const kind = address === null ? 'service-ended' : 'service-user-disabled'
    await note(kind, { address, given: ending.map((one) => one.given) })
    return ending.length
  })
}

async function endingOf(
  reader: Reader,
  account: Account,
  service: Service,
  address: string | null,
  given: string | null,
): Promise<ServiceUser[]> {
  if (address === null) {
    const all = await listServiceUsers(reader, account.id, service.name)
    return all.filter((one) => one.state !== 'ended')
  }
  const user = await syncedUser(reader, account, address)
  const current = await currentOf(reader, service, user)
  if (given !== null) return [oneOf(current, service, address, given)]
  if (current.length > 0) return current
  throw new Failure('not-served', `${address} does not have ${service.name}.`)
}

interface Scene {
  writer: Writer
  account: Account
  service: Service
  /** What the account has of it. */
  own: AccountService | undefined
  note(kind: string, data?: Record<string, unknown>): Promise<void>
  at: string
}

async function onService<T>(
  desk: Desk,
  { accountId, service: name, as }: ServiceForm,
  work: (scene: Scene) => Promise<T>,
): Promise<T> {
  return await desk.store.transact(async (writer) => {
    const account = await accountOf(writer, accountId)
    const actor = await actorOf(writer, desk.config, as)
    insist('manage-services', `manage the services of ${accountId}`, desk.config, actor, account)
    const service = serviceOf(desk.config, name)
    const own = await findAccountService(writer, account.id, service.name)
    const at = instant(desk.now())
    const note = (kind: string, data: Record<string, unknown> = {}) => {
      const event = { at, accountId: account.id, actor: actor.name, kind }
      return addEvent(writer, { ...event, data: { service: service.name, ...data } })
    }
    return await work({ writer, account, service, own, note, at })
  })
}

function activated({ account, service, own }: Scene): AccountService {
  if (own && own.state !== 'ended') return own
  throw new Failure('not-activated', `${account.accountId} has not activated ${service.name}.`, {
    advice: `ticketd service activate ${account.accountId} ${service.name}`,
  })
}

type Synced = DirectoryUser & { contactId: number }

async function syncedUser(reader: Reader, account: Account, written: string): Promise<Synced> {
  const address = normalAddress(written)
  const contact = await findContactByAddress(reader, address)
  const user = contact && (await findUserOf(reader, contact.id))
  if (user?.accountId === account.id && user.contactId !== null) return user as Synced
  throw new Failure('no-user', `${address} is no synced user of ${account.accountId}.`, {
    advice: `ticketd directory status ${account.accountId} says how its users stand.`,
  })
}

async function currentOf(reader: Reader, service: Service, user: Synced): Promise<ServiceUser[]> {
  const all = await listServicesOf(reader, user.contactId)
  return all.filter((one) => one.service === service.name && one.state !== 'ended')
}

function oneOf(
  current: ServiceUser[],
  service: Service,
  address: string,
  given: string | null,
): ServiceUser {
  const value = given === null ? null : givenOf(service, given)
  const fitting = current.filter((one) => value === null || one.given === value)
  const [one, another] = fitting
  if (!one) {
    const what = value === null ? service.name : `${service.name} ${value}`
    throw new Failure('not-served', `${address} does not have ${what}.`)
  }
  if (!another) return one
  throw new Failure('which', `${address} has several of ${service.name}.`, {
    advice: `Say which: ${fitting.map((it) => it.given).join(', ')}.`,
  })
}
