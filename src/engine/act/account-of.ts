import type { Account } from '../../account/account.ts'
import { Failure } from '../../errors.ts'
import { findAccount } from '../../store/accounts.ts'
import type { Reader } from '../../store/database.ts'

/** The account behind an Account ID. Throws Failure `no-account`. */
export async function accountOf(reader: Reader, accountId: string): Promise<Account> {
  const account = await findAccount(reader, accountId)
  if (account) return account
  throw new Failure('no-account', `There is no account ${accountId}.`, {
    advice: '`ticketd account list` shows all of them.',
  })
}
