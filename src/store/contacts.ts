import type { Account } from '../account/account.ts'
import type { Role } from '../account/roles.ts'
import { toAccount } from './accounts.ts'
import type { Reader, Writer } from './database.ts'
import { prepared } from './prepared.ts'

export interface Contact {
  id: number
  name: string
  phone: string | null
  locale: string | null
  /** The store's key of the account that this person belongs to first. */
  accountId: number
  active: boolean
  /** `directory`: their account's own system says who they are; null: somebody here does. */
  source: ContactSource
  invitation: Invitation
  /** The main one first. */
  addresses: string[]
}

export type ContactSource = 'directory' | null

/** How far a person whom somebody added has answered; null: they were never invited. */
export type Invitation = 'invited' | 'asked' | 'confirmed' | null

export interface NewContact {
  accountId: number
  name: string
  address: string
  phone: string | null
  locale: string | null
  roles: Role[]
  createdAt: string
  source?: ContactSource
  invitation?: Invitation
}

/** Adds a person with a first address; a unique violation when the address is somebody's. */
export async function addContact(writer: Writer, contact: NewContact): Promise<number> {
  const { id } = await writer
    .insertInto('contact')
    .values({
      name: contact.name,
      phone: contact.phone,
      locale: contact.locale,
      accountId: contact.accountId,
      state: 'active',
      createdAt: contact.createdAt,
      source: contact.source ?? null,
      invitation: contact.invitation ?? null,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  await writer
    .insertInto('contactAddress')
    .values({ address: contact.address, contactId: id, main: 1 })
    .execute()
  for (const role of contact.roles) {
    await grantRole(writer, id, contact.accountId, role)
  }
  // Who was a bare address among the support contacts has a name now.
  await writer
    .updateTable('supportContact')
    .set({ contactId: id })
    .where('address', '=', contact.address)
    .execute()
  return id
}

export async function grantRole(
  writer: Writer,
  contactId: number,
  accountId: number,
  role: Role,
): Promise<void> {
  await writer
    .insertInto('contactRole')
    .values({ contactId, accountId, role })
    .onConflict((c) => c.columns(['contactId', 'accountId', 'role']).doNothing())
    .execute()
}

const contactWithAddress = prepared((db, v: { address: string }) =>
  db
    .selectFrom('contactAddress as known')
    .innerJoin('contact', 'contact.id', 'known.contactId')
    .innerJoin('contactAddress as each', 'each.contactId', 'contact.id')
    .select(['contact.id', 'name', 'phone', 'locale', 'accountId', 'state', 'each.address'])
    .select(['source', 'invitation'])
    .where('known.address', '=', v.address)
    .orderBy('each.main', 'desc'),
)

const rolesOf = prepared((db, v: { contactId: number }) =>
  db
    .selectFrom('contactRole')
    .innerJoin('account', 'account.id', 'contactRole.accountId')
    .selectAll('account')
    .select('contactRole.role')
    .where('contactRole.contactId', '=', v.contactId)
    .orderBy('account.id'),
)

export async function findContactByAddress(
  reader: Reader,
  address: string,
): Promise<Contact | undefined> {
  const { rows } = await contactWithAddress(reader, { address })
  const [row] = rows
  if (!row) return undefined
  return {
    id: row.id,
    name: row.name,
    phone: row.phone,
    locale: row.locale,
    accountId: row.accountId,
    active: row.state === 'active',
    source: row.source as ContactSource,
    invitation: row.invitation as Invitation,
    addresses: rows.map((r) => r.address),
  }
}

/** The accounts on which a contact has a role, each with its roles. */
export async function listMemberships(
  reader: Reader,
  contactId: number,
): Promise<{ account: Account; roles: string[] }[]> {
  const { rows } = await rolesOf(reader, { contactId })
  const memberships = new Map<number, { account: Account; roles: string[] }>()
  for (const row of rows) {
    const known = memberships.get(row.id)
    if (known) known.roles.push(row.role)
    else memberships.set(row.id, { account: toAccount(row), roles: [row.role] })
  }
  return [...memberships.values()]
}

/** People of an account with their main address and roles. */
export async function listContacts(
  reader: Reader,
  accountId: number,
): Promise<{ name: string; address: string; roles: string[]; active: boolean }[]> {
  const rows = await reader
    .selectFrom('contactRole')
    .innerJoin('contact', 'contact.id', 'contactRole.contactId')
    .innerJoin('contactAddress', 'contactAddress.contactId', 'contact.id')
    .select([
      'contact.id',
      'contact.name',
      'contact.state',
      'contactAddress.address',
      'contactRole.role',
    ])
    .where('contactRole.accountId', '=', accountId)
    .where('contactAddress.main', '=', 1)
    .orderBy('contact.id')
    .execute()
  const people = new Map<
    number,
    { name: string; address: string; roles: string[]; active: boolean }
  >()
  for (const row of rows) {
    const known = people.get(row.id)
    if (known) known.roles.push(row.role)
    else {
      const { name, address } = row
      people.set(row.id, { name, address, roles: [row.role], active: row.state === 'active' })
    }
  }
  return [...people.values()]
}
