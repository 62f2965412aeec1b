import type { Account } from '../account/account.ts'
import { toAccount } from './accounts.ts'
import type { Reader, Writer } from './database.ts'
import { prepared } from './prepared.ts'

const accountWithDomain = prepared((db, v: { domain: string }) =>
  db
    .selectFrom('accountDomain')
    .innerJoin('account', 'account.id', 'accountDomain.accountId')
    .selectAll('account')
    .where('accountDomain.domain', '=', v.domain),
)

/** The account whose people write from this mail domain. */
export async function findAccountOfDomain(
  reader: Reader,
  domain: string,
): Promise<Account | undefined> {
  const [row] = (await accountWithDomain(reader, { domain })).rows
  return row && toAccount(row)
}

export async function listDomains(reader: Reader, accountId: number): Promise<string[]> {
  const rows = await reader
    .selectFrom('accountDomain')
    .select('domain')
    .where('accountId', '=', accountId)
    .orderBy('domain')
    .execute()
  return rows.map((row) => row.domain)
}

/** Adds a domain; false when it is some account's already. */
export async function addDomain(
  writer: Writer,
  accountId: number,
  domain: string,
): Promise<boolean> {
  const added = await writer
    .insertInto('accountDomain')
    .values({ accountId, domain })
    .onConflict((c) => c.column('domain').doNothing())
    .executeTakeFirst()
  return (added.numInsertedOrUpdatedRows ?? 0n) > 0n
}

export async function removeDomain(
  writer: Writer,
  accountId: number,
  domain: string,
): Promise<boolean> {
  const gone = await writer
    .deleteFrom('accountDomain')
    .where('accountId', '=', accountId)
    .where('domain', '=', domain)
    .executeTakeFirst()
  return gone.numDeletedRows > 0n
}
