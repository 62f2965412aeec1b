import { wayBack } from '../../account/suppression.ts'
import { Failure } from '../../errors.ts'
import { normalAddress } from '../../message/addresses.ts'
import { getAccount } from '../../store/accounts.ts'
import type { Writer } from '../../store/database.ts'
import { addEvent } from '../../store/events.ts'
import { findOutboxTicket } from '../../store/outbox-view.ts'
import { findSuppression, unsuppress } from '../../store/suppressed.ts'
import { type Desk, instant } from '../desk.ts'
import { gatherSender } from '../gather/sender.ts'
import { mayAddPeople, refuseActor } from './account-rights.ts'
import { type Actor, actorOf, mayDoAll } from './actor.ts'

/**
 * A person says that an address can be written to again. Mails that were kept back stay so:
 * `outbox retry` sends one. Throws Failure `not-suppressed`, `not-allowed`, `disabled`.
 */
export async function unsuppressAddress(
  desk: Desk,
  written: string,
  as: string | null,
): Promise<{ address: string }> {
  const address = normalAddress(written)
  return await desk.store.transact(async (writer) => {
    const actor = await actorOf(writer, desk.config, as)
    if (!(await mayUnsuppress(desk, writer, actor, address))) {
      refuseActor(
        actor,
        `have mails sent to ${address} again`,
        'An agent, an administrator of the desk or whoever may add people to its account may.',
      )
    }
    const suppression = await findSuppression(writer, address)
    if (!suppression) {
      throw new Failure('not-suppressed', `Mails to ${address} are not kept back.`)
    }
    if (suppression.kind === 'disabled') {
      throw new Failure('disabled', `Mails to ${address} are kept back: ${suppression.reason}.`, {
        advice: wayBack(suppression),
      })
    }
    const at = instant(desk.now())
    await unsuppress(writer, address, at, false)
    const ticket = await findOutboxTicket(writer, suppression.outboxId)
    await addEvent(writer, {
      at,
      actor: actor.name,
      kind: 'address-unsuppressed',
      data: { address },
      ...(ticket !== null && { ticket }),
    })
    return { address }
  })
}

async function mayUnsuppress(
  { config }: Desk,
  writer: Writer,
  actor: Actor,
  address: string,
): Promise<boolean> {
  if (mayDoAll(config, actor) || (actor.sender?.agentOf.length ?? 0) > 0) return true
  const { contact } = await gatherSender(writer, config, { name: '', address })
  if (!contact) return false
  return mayAddPeople(config, actor, await getAccount(writer, contact.accountId))
}
