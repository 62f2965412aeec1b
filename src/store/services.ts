import type { Selectable } from 'kysely'
import type { SyncedUser } from '../account/directory.ts'
import type { ServiceState } from '../account/services.ts'
import type { Reader, Writer } from './database.ts'
import { findUserOf } from './directory-users.ts'
import type { AccountServiceTable, ServiceUserTable } from './tables/directory.ts'

/** A service that an account has activated: it waits to be taken up, runs, or has ended. */
export interface AccountService {
  accountId: number
  service: string
  state: 'requested' | 'active' | 'ended'
  settings: Record<string, string>
}

export async function findAccountService(
  reader: Reader,
  accountId: number,
  service: string,
): Promise<AccountService | undefined> {
  const row = await reader
    .selectFrom('accountService')
    .selectAll()
    .where('accountId', '=', accountId)
    .where('service', '=', service)
    .executeTakeFirst()
  return row && toService(row)
}

export async function listAccountServices(
  reader: Reader,
  accountId: number,
): Promise<AccountService[]> {
  const rows = await reader
    .selectFrom('accountService')
    .selectAll()
    .where('accountId', '=', accountId)
    .orderBy('service')
    .execute()
  return rows.map(toService)
}

/** Services that accounts have asked for and that were not taken up yet. */
export async function listRequestedServices(reader: Reader): Promise<AccountService[]> {
  const rows = await reader
    .selectFrom('accountService')
    .selectAll()
    .where('state', '=', 'requested')
    .execute()
  return rows.map(toService)
}

export async function putAccountService(
  writer: Writer,
  { accountId, service, state, settings }: AccountService,
  changedAt: string,
): Promise<void> {
  const change = { state, settings: JSON.stringify(settings), changedAt }
  await writer
    .insertInto('accountService')
    .values({ accountId, service, ...change })
    .onConflict((c) => c.columns(['accountId', 'service']).doUpdateSet(change))
    .execute()
}

/** What one person has of a service. */
export interface ServiceUser {
  id: number
  accountId: number
  service: string
  contactId: number
  /** A number or an address; empty: the service has none of its own. */
  given: string
  state: ServiceState
  reason: string | null
}

/** Everything of services that a person has or had, the ended ones included. */
export async function listServicesOf(reader: Reader, contactId: number): Promise<ServiceUser[]> {
  const rows = await reader
    .selectFrom('serviceUser')
    .selectAll()
    .where('contactId', '=', contactId)
    .orderBy('service')
    .orderBy('id')
    .execute()
  return rows.map(toServiceUser)
}

/** The users of an account's services, by ascending id; those of one service where it is named. */
export async function listServiceUsers(
  reader: Reader,
  accountId: number,
  service: string | null = null,
): Promise<ServiceUser[]> {
  const rows = await reader
    .selectFrom('serviceUser')
    .selectAll()
    .where('accountId', '=', accountId)
    .$if(service !== null, (query) => query.where('service', '=', service ?? ''))
    .orderBy('id')
    .execute()
  return rows.map(toServiceUser)
}

/** Main addresses of people, by their keys. */
export async function nameContacts(
  reader: Reader,
  contactIds: readonly number[],
): Promise<Map<number, string>> {
  const names = new Map<number, string>()
  // SQLite takes so many values in one statement, and not many more.
  for (let i = 0; i < contactIds.length; i += 500) {
    const rows = await reader
      .selectFrom('contactAddress')
      .select(['contactId', 'address'])
      .where('contactId', 'in', contactIds.slice(i, i + 500))
      .where('main', '=', 1)
      .execute()
    for (const { contactId, address } of rows) names.set(contactId, address)
  }
  return names
}

/** Asks for a service, or for a number of it; what has ended begins anew. */
export async function putServiceUser(
  writer: Writer,
  wanted: Omit<ServiceUser, 'id' | 'reason'>,
  changedAt: string,
): Promise<void> {
  const { state } = wanted
  await writer
    .insertInto('serviceUser')
    .values({ ...wanted, reason: null, changedAt })
    .onConflict((c) =>
      c
        .columns(['accountId', 'service', 'contactId', 'given'])
        .doUpdateSet({ state, reason: null, changedAt }),
    )
    .execute()
}

export async function changeServiceUser(
  writer: Writer,
  id: number,
  change: Partial<Pick<ServiceUser, 'given' | 'state' | 'reason'>>,
  changedAt: string,
): Promise<void> {
  await writer
    .updateTable('serviceUser')
    .set({ ...change, changedAt })
    .where('id', '=', id)
    .execute()
}

/** Forgets what a person had of a service before, so that they can be given the same again. */
export async function dropEnded(
  writer: Writer,
  { accountId, service, contactId, given }: ServiceUser,
): Promise<void> {
  await writer
    .deleteFrom('serviceUser')
    .where('accountId', '=', accountId)
    .where('service', '=', service)
    .where('contactId', '=', contactId)
    .where('given', '=', given)
    .where('state', '=', 'ended')
    .execute()
}

/** All that a person had of services ends, told to nobody: the person is gone. */
export async function endServicesOf(
  writer: Writer,
  contactId: number,
  changedAt: string,
): Promise<void> {
  await writer
    .updateTable('serviceUser')
    .set({ state: 'ended', reason: null, changedAt })
    .where('contactId', '=', contactId)
    .where('state', '!=', 'ended')
    .execute()
}

/** Somebody who is served, or wants to be, with what the directory says about them now. */
export interface Served extends ServiceUser {
  person: { name: string; address: string; locale: string | null }
  user: SyncedUser | null
  /** How the service stands with the whole account. */
  active: boolean
}

/** The next users of services that have not ended, of one account or of all, by ascending id. */
export async function listServed(
  reader: Reader,
  { accountId, after, limit }: { accountId: number | null; after: number; limit: number },
): Promise<Served[]> {
  const rows = await reader
    .selectFrom('serviceUser')
    .innerJoin('contact', 'contact.id', 'serviceUser.contactId')
    .innerJoin('contactAddress', (join) =>
      join.onRef('contactAddress.contactId', '=', 'contact.id').on('contactAddress.main', '=', 1),
    )
    .innerJoin('accountService', (join) =>
      join
        .onRef('accountService.accountId', '=', 'serviceUser.accountId')
        .onRef('accountService.service', '=', 'serviceUser.service'),
    )
    .selectAll('serviceUser')
    .select(['contact.name', 'contact.locale', 'contactAddress.address'])
    .select('accountService.state as serviceState')
    .where('serviceUser.id', '>', after)
    .where('serviceUser.state', '!=', 'ended')
    .$if(accountId !== null, (query) => query.where('serviceUser.accountId', '=', accountId ?? 0))
    .orderBy('serviceUser.id')
    .limit(limit)
    .execute()
  const served: Served[] = []
  for (const { name, address, locale, serviceState, ...row } of rows) {
    const user = await findUserOf(reader, row.contactId)
    served.push({
      ...toServiceUser(row),
      person: { name, address, locale },
      user: user?.user ?? null,
      active: serviceState === 'active',
    })
  }
  return served
}

function toService(row: Selectable<AccountServiceTable>): AccountService {
  const { accountId, service, state, settings } = row
  return {
    accountId,
    service,
    state: state as AccountService['state'],
    settings: JSON.parse(settings) as Record<string, string>,
  }
}

function toServiceUser(row: Selectable<ServiceUserTable>): ServiceUser {
  const { id, accountId, service, contactId, given, state, reason } = row
  return { id, accountId, service, contactId, given, state: state as ServiceState, reason }
}
