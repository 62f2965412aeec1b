import type { Account } from '../../account/account.ts'
import { Failure } from '../../errors.ts'
import { normalAddress } from '../../message/addresses.ts'
import {
  addSupportContact,
  listSupportContacts,
  removeSupportContact,
} from '../../store/accounts.ts'
import type { Writer } from '../../store/database.ts'
import { addEvent } from '../../store/events.ts'
import { type Desk, instant } from '../desk.ts'
import { accountOf } from './account-of.ts'
import { mayEditSupport, refuseActor } from './account-rights.ts'
import { type Actor, actorOf } from './actor.ts'
import { refuse } from './faults.ts'
import { addressFaults } from './people.ts'
import { releaseHeldOf } from './release-held.ts'

/** From now on this address gets every issue report of the account. Gives the mails released by it. */
export async function addSupport(
  desk: Desk,
  accountId: string,
  written: string,
  as: string | null,
): Promise<number[]> {
  const address = normalAddress(written)
  return await onAccount(desk, accountId, as, async (writer, account, actor, at) => {
    refuse('Nothing was added', addressFaults(desk.config, 'address', address))
    if (!(await addSupportContact(writer, account.id, address, at))) {
      throw new Failure('already', `${address} is a support contact of ${accountId} already.`)
    }
    const event = { at, accountId: account.id, actor: actor.name }
    await addEvent(writer, { ...event, kind: 'support-contact-added', data: { address } })
    return await releaseHeldOf(writer, address, actor.name, at)
  })
}

/** The last support contact stays: without one nobody would read the account's issues. */
export async function removeSupport(
  desk: Desk,
  accountId: string,
  written: string,
  as: string | null,
): Promise<void> {
  const address = normalAddress(written)
  await onAccount(desk, accountId, as, async (writer, account, actor, at) => {
    const all = await listSupportContacts(writer, account.id)
    if (!all.some((one) => one.address === address)) {
      throw new Failure('no-contact', `${address} is no support contact of ${accountId}.`)
    }
    if (all.length === 1) {
      throw new Failure('last', `${address} is the last support contact of ${accountId}.`, {
        advice: 'Add another one first.',
      })
    }
    await removeSupportContact(writer, account.id, address)
    const event = { at, accountId: account.id, actor: actor.name }
    await addEvent(writer, { ...event, kind: 'support-contact-removed', data: { address } })
  })
}

async function onAccount<T>(
  desk: Desk,
  accountId: string,
  as: string | null,
  work: (writer: Writer, account: Account, actor: Actor, at: string) => Promise<T>,
): Promise<T> {
  return await desk.store.transact(async (writer) => {
    const account = await accountOf(writer, accountId)
    const actor = await actorOf(writer, desk.config, as)
    if (!mayEditSupport(desk.config, actor, account)) {
      refuseActor(
        actor,
        `change the support contacts of ${accountId}`,
        'A user of its partner or an administrator of the account may.',
      )
    }
    return await work(writer, account, actor, instant(desk.now()))
  })
}
