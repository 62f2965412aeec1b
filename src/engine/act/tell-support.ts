import type { Account } from '../../account/account.ts'
import type { Writer } from '../../store/database.ts'
import type { Desk } from '../desk.ts'
import type { Actor } from './actor.ts'
import { tellPerson } from './tell-person.ts'

/** Tells each of these addresses that it is a support contact of the account now, or no more. */
export async function tellSupport(
  desk: Desk,
  writer: Writer,
  account: Account,
  actor: Actor,
  happening: 'support-contact-added' | 'support-contact-removed',
  addresses: readonly string[],
): Promise<void> {
  // Of an account that is not active yet nobody hears.
  if (account.state !== 'active') return
  for (const address of addresses) {
    await tellPerson(desk, writer, happening, { address, account, actor })
  }
}
