import type { Account } from '../../account/account.ts'
import type { Role } from '../../account/roles.ts'
import { findContactByAddress, listMemberships } from '../../store/contacts.ts'
import type { Writer } from '../../store/database.ts'
import { setInvitation } from '../../store/people.ts'
import type { Desk } from '../desk.ts'
import type { Actor } from './actor.ts'
import { tellPerson } from './tell-person.ts'

/**
 * Invites a person whom somebody added by mail; at their first mail they are asked who they are. Of
 * an account that is not active yet nobody hears; its people are invited when it is.
 */
export async function invite(
  desk: Desk,
  writer: Writer,
  account: Account,
  address: string,
  actor: Actor,
): Promise<void> {
  const contact = await findContactByAddress(writer, address)
  if (account.state !== 'active' || !contact || contact.invitation !== null) return
  const memberships = await listMemberships(writer, contact.id)
  const roles = memberships.find((one) => one.account.id === account.id)?.roles as Role[]
  await setInvitation(writer, contact.id, 'invited')
  const matter = `C${contact.id}`
  await tellPerson(desk, writer, 'person-invited', { address, account, actor, roles, matter })
}
