import type { Account } from '../../account/account.ts'
import type { Writer } from '../../store/database.ts'
import type { Desk } from '../desk.ts'
import type { Actor } from './actor.ts'
import { tellPerson } from './tell-person.ts'

/**
 * Tells those who became support contacts of an account that they are. Each address stands once.
 */
export async function greetSupport(
  desk: Desk,
  writer: Writer,
  account: Account,
  actor: Actor,
  addresses: readonly string[],
): Promise<void> {
  // Of an account that is not active yet nobody hears.
  if (account.state !== 'active') return
  for (const address of addresses) {
    await tellPerson(desk, writer, 'support-contact-added', { address, account, actor })
  }
}
