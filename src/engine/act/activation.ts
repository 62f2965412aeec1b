import { Failure } from '../../errors.ts'
import { listSupportContacts, setAccountState } from '../../store/accounts.ts'
import { listContacts } from '../../store/contacts.ts'
import { addEvent } from '../../store/events.ts'
import { type Desk, instant } from '../desk.ts'
import { accountOf } from './account-of.ts'
import { refuseActor } from './account-rights.ts'
import type { Made } from './accounts.ts'
import { actorOf, mayDoAll } from './actor.ts'
import { releaseHeldOf } from './release-held.ts'
import { attachOwnerless } from './ticket-account.ts'

/** A registered account counts from now on, and what its people wrote before is decided again. */
export async function activateAccount(
  desk: Desk,
  accountId: string,
  as: string | null,
): Promise<Made> {
  return await desk.store.transact(async (writer) => {
    const account = await accountOf(writer, accountId)
    const actor = await actorOf(writer, desk.config, as)
    if (!mayDoAll(desk.config, actor)) {
      refuseActor(actor, `activate ${accountId}`, 'An administrator of the desk may.')
    }
    if (account.state !== 'pending') {
      throw new Failure('already', `${accountId} is not waiting: it is ${account.state}.`)
    }
    const at = instant(desk.now())
    await setAccountState(writer, account.id, 'active')
    await addEvent(writer, {
      at,
      accountId: account.id,
      actor: actor.name,
      kind: 'account-activated',
    })
    const people = await listContacts(writer, account.id)
    const supportContacts = await listSupportContacts(writer, account.id)
    const active = { ...account, state: 'active' as const }
    const attached: number[] = []
    // Whoever else was added to it has not proven yet to be who they say.
    for (const { address } of people.filter((one) => one.roles.includes('decision-maker'))) {
      attached.push(...(await attachOwnerless(writer, active, address, actor.name, at)))
    }
    const released: number[] = []
    for (const { address } of [...people, ...supportContacts]) {
      released.push(...(await releaseHeldOf(writer, address, actor.name, at)))
    }
    return { account: active, released, attached }
  })
}
