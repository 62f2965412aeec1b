import type { Reader, Writer } from './database.ts'
import { prepared } from './prepared.ts'

/** Whose an address is. */
export interface AddressHolder {
  contactId: number
  accountId: number
  source: string | null
  state: string
  name: string
  phone: string | null
}

const holderWith = prepared((db, v: { address: string }) =>
  db
    .selectFrom('contactAddress')
    .innerJoin('contact', 'contact.id', 'contactAddress.contactId')
    .select(['contactId', 'accountId', 'source', 'state', 'name', 'phone'])
    .where('address', '=', v.address),
)

export async function holderOf(
  reader: Reader,
  address: string,
): Promise<AddressHolder | undefined> {
  const [row] = (await holderWith(reader, { address })).rows
  return row
}

interface SyncedPerson {
  name: string
  phone: string | null
}

const insertContact = prepared(
  (db, v: SyncedPerson & { accountId: number; source: string; state: string; createdAt: string }) =>
    db
      .insertInto('contact')
      .values({
        name: v.name,
        phone: v.phone,
        locale: null,
        accountId: v.accountId,
        state: v.state,
        createdAt: v.createdAt,
        source: v.source,
        // Nobody writes to thousands at once: they are asked at their first sign of life.
        invitation: 'invited',
      })
      .returning('id'),
)

const insertAddress = prepared((db, v: { address: string; contactId: number }) =>
  db.insertInto('contactAddress').values({ address: v.address, contactId: v.contactId, main: 1 }),
)

const insertRole = prepared((db, v: { contactId: number; accountId: number }) =>
  db
    .insertInto('contactRole')
    .values({ contactId: v.contactId, accountId: v.accountId, role: 'user' })
    .onConflict((c) => c.columns(['contactId', 'accountId', 'role']).doNothing()),
)

const nameSupportContact = prepared((db, v: { address: string; contactId: number }) =>
  db
    .updateTable('supportContact')
    .set({ contactId: v.contactId })
    .where('address', '=', v.address)
    // Whoever else stands there takes it along to their own new address.
    .where('contactId', 'is', null),
)

/** Adds a person whom the directory of their account keeps; they are a user of it. */
export async function addSyncedContact(
  writer: Writer,
  person: SyncedPerson & { accountId: number; address: string; createdAt: string },
): Promise<number> {
  const { accountId, address, name, phone, createdAt } = person
  const row = { name, phone, accountId, source: 'directory', state: 'active', createdAt }
  const [made] = (await insertContact(writer, row)).rows
  if (!made) throw new Error(`No contact was made for ${accountId}.`)
  await insertRole(writer, { contactId: made.id, accountId })
  await giveAddress(writer, made.id, address)
  return made.id
}

/** Gives a person an address that is nobody's. */
export async function giveAddress(
  writer: Writer,
  contactId: number,
  address: string,
): Promise<void> {
  await insertAddress(writer, { address, contactId })
  await nameSupportContact(writer, { address, contactId })
}

/** Takes the main addresses of a person away, and gives them: the directory knows another one. */
export async function takeMainAddresses(writer: Writer, contactId: number): Promise<string[]> {
  const taken = await writer
    .deleteFrom('contactAddress')
    .where('contactId', '=', contactId)
    .where('main', '=', 1)
    .returning('address')
    .execute()
  return taken.map(({ address }) => address)
}

/** The addresses of a person, the oldest first. */
export async function addressesOf(reader: Reader, contactId: number): Promise<string[]> {
  const rows = await reader
    .selectFrom('contactAddress')
    .select('address')
    .where('contactId', '=', contactId)
    .orderBy('main', 'desc')
    .execute()
  return rows.map(({ address }) => address)
}

export async function takeAddress(writer: Writer, address: string): Promise<void> {
  await writer.deleteFrom('contactAddress').where('address', '=', address).execute()
}

const updateContact = prepared((db, v: SyncedPerson & { id: number }) =>
  db
    .updateTable('contact')
    .set({ name: v.name, phone: v.phone, source: 'directory', state: 'active' })
    .where('id', '=', v.id),
)

/** From now on the directory says who this person is. */
export async function keepFromDirectory(
  writer: Writer,
  person: SyncedPerson & { id: number; accountId: number },
): Promise<void> {
  const { id, accountId, name, phone } = person
  await updateContact(writer, { id, name, phone })
  await insertRole(writer, { contactId: id, accountId })
}

/** The directory does not know this person any more. */
export async function disableSynced(writer: Writer, contactId: number): Promise<void> {
  await writer
    .updateTable('contact')
    .set({ state: 'disabled' })
    .where('id', '=', contactId)
    .execute()
}

/** The person stays, and is kept by hand again. */
export async function letGo(writer: Writer, contactId: number): Promise<void> {
  await writer.updateTable('contact').set({ source: null }).where('id', '=', contactId).execute()
}

/** The active Decision Makers of an account, each with the language they read. */
export async function listDecisionMakers(
  reader: Reader,
  accountId: number,
): Promise<{ name: string; address: string; locale: string | null }[]> {
  return await reader
    .selectFrom('contactRole')
    .innerJoin('contact', 'contact.id', 'contactRole.contactId')
    .innerJoin('contactAddress', 'contactAddress.contactId', 'contact.id')
    .select(['contact.name', 'contactAddress.address', 'contact.locale'])
    .where('contactRole.accountId', '=', accountId)
    .where('contactRole.role', '=', 'decision-maker')
    .where('contactAddress.main', '=', 1)
    .where('contact.state', '=', 'active')
    .orderBy('contact.id')
    .execute()
}
