import { Failure } from '../../errors.ts'
import type { Desk } from '../desk.ts'
import { accountOf } from './account-of.ts'
import type { Made } from './accounts.ts'
import { activate } from './activate.ts'
import { tryCode } from './codes.ts'

/**
 * Whoever gives back the code of the welcome mail has read it: the account is active from now on.
 * Throws Failure `wrong-code`, or `already` when the account does not wait.
 */
export async function confirmAccount(desk: Desk, accountId: string, code: string): Promise<Made> {
  const done = await desk.store.transact(async (writer) => {
    const account = await accountOf(writer, accountId)
    if (account.state !== 'pending') {
      throw new Failure('already', `${accountId} is not waiting: it is ${account.state}.`)
    }
    const tried = await tryCode(desk, writer, { accountId: account.id, purpose: 'confirm' }, code)
    if ('because' in tried) return tried
    return await activate(desk, writer, account, { by: 'code', actor: tried.address })
  })
  // Thrown after the transaction: the try is counted.
  if ('because' in done) {
    throw new Failure('wrong-code', done.because, {
      advice: 'The code stands in the welcome mail; an answer to that mail does the same.',
    })
  }
  return done
}
