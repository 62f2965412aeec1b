import { Failure } from '../../errors.ts'
import type { Desk } from '../desk.ts'
import { accountOf } from './account-of.ts'
import { insistOnDesk } from './account-rights.ts'
import type { Made } from './accounts.ts'
import { activate } from './activate.ts'
import { actorOf } from './actor.ts'

/** The desk vouches for a registered account, without the proof of the welcome mail. */
export async function activateAccount(
  desk: Desk,
  accountId: string,
  as: string | null,
): Promise<Made> {
  return await desk.store.transact(async (writer) => {
    const account = await accountOf(writer, accountId)
    const actor = await actorOf(writer, desk.config, as)
    insistOnDesk(`activate ${accountId}`, desk.config, actor)
    if (account.state !== 'pending') {
      throw new Failure('already', `${accountId} is not waiting: it is ${account.state}.`)
    }
    return await activate(desk, writer, account, { by: 'operator', actor: actor.name })
  })
}
