import type { Selectable } from 'kysely'
import { type Account, accountIdOf, companyKey } from '../account/account.ts'
import type { Person } from '../ticket/ticket.ts'
import { nextNumber } from './counters.ts'
import type { Reader, Writer } from './database.ts'
import { prepared } from './prepared.ts'
import type { AccountTable } from './tables/people.ts'

/** What an account may have besides; it may come later. */
type Extras = 'helpDesk' | 'member' | 'supportUntil'
export type NewAccount = Omit<Account, 'id' | 'accountId' | Extras> &
  Partial<Pick<Account, Extras>> & { createdAt: string }

/** An Account ID that was never given, and never will be again. */
export async function takeAccountId(writer: Writer): Promise<string> {
  return accountIdOf(await nextNumber(writer, 'account', 1))
}

export async function addAccount(writer: Writer, account: NewAccount): Promise<Account> {
  const accountId = await takeAccountId(writer)
  const row = await writer
    .insertInto('account')
    .values({
      ...account,
      accountId,
      companyKey: companyKey(account.company),
      member: Number(account.member ?? false),
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  return toAccount(row)
}

export async function setAccountState(
  writer: Writer,
  id: number,
  state: Account['state'],
): Promise<void> {
  await writer.updateTable('account').set({ state }).where('id', '=', id).execute()
}

export async function setAccountDetails(
  writer: Writer,
  id: number,
  { helpDesk, member, supportUntil, model }: Pick<Account, Extras | 'model'>,
): Promise<void> {
  await writer
    .updateTable('account')
    .set({ helpDesk, member: Number(member), supportUntil, model })
    .where('id', '=', id)
    .execute()
}

export async function findAccount(reader: Reader, accountId: string): Promise<Account | undefined> {
  const row = await reader
    .selectFrom('account')
    .selectAll()
    .where('accountId', '=', accountId.toUpperCase())
    .executeTakeFirst()
  return row && toAccount(row)
}

const accountWithId = prepared((db, v: { id: number }) =>
  db.selectFrom('account').selectAll().where('id', '=', v.id),
)

export async function getAccount(reader: Reader, id: number): Promise<Account> {
  const [row] = (await accountWithId(reader, { id })).rows
  if (!row) throw new Error(`There is no account with the key ${id}.`)
  return toAccount(row)
}

export async function isCompanyTaken(reader: Reader, company: string): Promise<boolean> {
  const row = await reader
    .selectFrom('account')
    .select('id')
    .where('companyKey', '=', companyKey(company))
    .executeTakeFirst()
  return row !== undefined
}

export async function listAccounts(reader: Reader, limit: number): Promise<Account[]> {
  const rows = await reader.selectFrom('account').selectAll().orderBy('id').limit(limit).execute()
  return rows.map(toAccount)
}

export interface SupportContact extends Person {
  desk: boolean
}

const supportContactsOf = prepared((db, v: { accountId: number }) =>
  db
    .selectFrom('supportContact')
    .leftJoin('contact', 'contact.id', 'supportContact.contactId')
    .select(['supportContact.address', 'supportContact.desk', 'contact.name'])
    .where('supportContact.accountId', '=', v.accountId)
    .orderBy('supportContact.address'),
)

export async function listSupportContacts(
  reader: Reader,
  accountId: number,
): Promise<SupportContact[]> {
  const { rows } = await supportContactsOf(reader, { accountId })
  return rows.map((r) => ({ address: r.address, name: r.name ?? '', desk: r.desk === 1 }))
}

/** Adds an address once; false when it was there. */
export async function addSupportContact(
  writer: Writer,
  accountId: number,
  address: string,
  at: string,
): Promise<boolean> {
  const contact = await writer
    .selectFrom('contactAddress')
    .select('contactId')
    .where('address', '=', address)
    .executeTakeFirst()
  const added = await writer
    .insertInto('supportContact')
    .values({ accountId, address, contactId: contact?.contactId ?? null, desk: 0, addedAt: at })
    .onConflict((c) => c.columns(['accountId', 'address']).doNothing())
    .executeTakeFirst()
  return (added.numInsertedOrUpdatedRows ?? 0n) > 0n
}

export async function removeSupportContact(
  writer: Writer,
  accountId: number,
  address: string,
): Promise<boolean> {
  const gone = await writer
    .deleteFrom('supportContact')
    .where('accountId', '=', accountId)
    .where('address', '=', address)
    .executeTakeFirst()
  return gone.numDeletedRows > 0n
}

const namedAsSupportContact = prepared((db, v: { address: string }) =>
  db
    .selectFrom('supportContact')
    .select(['accountId', 'desk'])
    .where('address', '=', v.address)
    .limit(1000),
)

/** The accounts that name this address as a support contact. */
export async function listSupportedBy(
  reader: Reader,
  address: string,
): Promise<{ account: Account; desk: boolean }[]> {
  const { rows: named } = await namedAsSupportContact(reader, { address })
  // Most writers support nobody: the wide question is asked of the others only.
  if (named.length === 0) return []
  const desks = new Map(named.map((r) => [r.accountId, r.desk === 1]))
  const rows = await reader
    .selectFrom('account')
    .selectAll()
    .where('id', 'in', [...desks.keys()])
    .orderBy('id')
    .execute()
  return rows.map((r) => ({ account: toAccount(r), desk: desks.get(r.id) ?? false }))
}

/** The Account ID of an account's partner. */
export async function partnerIdOf(reader: Reader, account: Account): Promise<string | null> {
  if (account.partnerId === null) return null
  const row = await reader
    .selectFrom('account')
    .select('accountId')
    .where('id', '=', account.partnerId)
    .executeTakeFirst()
  return row?.accountId ?? null
}

export function toAccount(row: Selectable<AccountTable>): Account {
  return {
    id: row.id,
    accountId: row.accountId,
    kind: row.kind as Account['kind'],
    model: row.model as Account['model'],
    company: row.company,
    partnerId: row.partnerId,
    state: row.state as Account['state'],
    locale: row.locale,
    helpDesk: row.helpDesk,
    member: row.member === 1,
    supportUntil: row.supportUntil,
  }
}
