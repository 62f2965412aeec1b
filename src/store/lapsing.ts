import type { Account } from '../account/account.ts'
import { toAccount } from './accounts.ts'
import type { Reader, Writer } from './database.ts'
import { sql } from './kysely.ts'

/** Accounts that were registered before an instant and that nobody has proven, oldest first. */
export async function listPending(
  reader: Reader,
  before: string,
  limit: number,
): Promise<(Account & { createdAt: string })[]> {
  const rows = await reader
    .selectFrom('account')
    .selectAll()
    .where('state', '=', sql.lit('pending'))
    .where('createdAt', '<', before)
    .orderBy('createdAt')
    .limit(limit)
    .execute()
  return rows.map((row) => ({ ...toAccount(row), createdAt: row.createdAt }))
}

/**
 * An account that never became active: its name, addresses and mail domains are free again. The row
 * stays, so that its number is never given twice.
 */
export async function lapseAccount(writer: Writer, { id, accountId }: Account): Promise<void> {
  await writer
    .updateTable('account')
    // Keys of names are lower case: this one is nobody's.
    .set({ state: 'lapsed', companyKey: `LAPSED ${accountId}` })
    .where('id', '=', id)
    .execute()
  const people = writer.selectFrom('contact').select('id').where('accountId', '=', id)
  await writer.deleteFrom('contactAddress').where('contactId', 'in', people).execute()
  await writer
    .updateTable('contact')
    .set({ state: 'disabled' })
    .where('accountId', '=', id)
    .execute()
  await writer.deleteFrom('contactRole').where('accountId', '=', id).execute()
  await writer.deleteFrom('supportContact').where('accountId', '=', id).execute()
  await writer.deleteFrom('accountDomain').where('accountId', '=', id).execute()
  await writer.deleteFrom('accountToken').where('accountId', '=', id).execute()
  await writer.deleteFrom('oneTimeCode').where('accountId', '=', id).execute()
}

/** Held mails of no ticket that came before an instant, oldest first, above `after`. */
export async function listHeldBefore(
  reader: Reader,
  before: string,
  after: { receivedAt: string; id: number },
  limit: number,
): Promise<{ id: number; fromAddress: string | null; receivedAt: string }[]> {
  return await reader
    .selectFrom('ledger')
    .select(['id', 'fromAddress', 'receivedAt'])
    .where('outcome', '=', sql.lit('held'))
    .where('ticket', 'is', null)
    .where('state', '=', 'decided')
    .where('receivedAt', '<', before)
    .where((eb) =>
      eb.or([
        eb('receivedAt', '>', after.receivedAt),
        eb.and([eb('receivedAt', '=', after.receivedAt), eb('id', '>', after.id)]),
      ]),
    )
    .orderBy('receivedAt')
    .orderBy('id')
    .limit(limit)
    .execute()
}

/** Whether somebody here has this address: a contact who was not disabled, or a support contact. */
export async function isKnownAddress(reader: Reader, address: string): Promise<boolean> {
  const contact = await reader
    .selectFrom('contactAddress')
    .innerJoin('contact', 'contact.id', 'contactAddress.contactId')
    .select('address')
    .where('address', '=', address)
    .where('contact.state', '=', 'active')
    .executeTakeFirst()
  if (contact) return true
  const support = await reader
    .selectFrom('supportContact')
    .select('address')
    .where('address', '=', address)
    .limit(1)
    .executeTakeFirst()
  return support !== undefined
}
