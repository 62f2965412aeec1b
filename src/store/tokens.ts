import type { Reader, Writer } from './database.ts'
import type { AccountTokenTable } from './tables/registration.ts'

/** Gives the account this token in place of any other. */
export async function putToken(writer: Writer, token: AccountTokenTable): Promise<void> {
  const { sealed, hash, madeAt } = token
  await writer
    .insertInto('accountToken')
    .values(token)
    .onConflict((c) => c.column('accountId').doUpdateSet({ sealed, hash, madeAt }))
    .execute()
}

export async function findToken(
  reader: Reader,
  accountId: number,
): Promise<{ sealed: string } | undefined> {
  return reader
    .selectFrom('accountToken')
    .select('sealed')
    .where('accountId', '=', accountId)
    .executeTakeFirst()
}

/** The hash of the token of an active account with this Account ID. */
export async function findTokenHash(
  reader: Reader,
  accountId: string,
): Promise<string | undefined> {
  const row = await reader
    .selectFrom('account')
    .innerJoin('accountToken', 'accountToken.accountId', 'account.id')
    .select('accountToken.hash')
    .where('account.accountId', '=', accountId.trim().toUpperCase())
    .where('account.state', '=', 'active')
    .executeTakeFirst()
  return row?.hash
}
