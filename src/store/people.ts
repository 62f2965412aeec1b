import type { Role } from '../account/roles.ts'
import { grantRole, type Invitation } from './contacts.ts'
import type { Reader, Writer } from './database.ts'

/** The roles of a contact on one account, in the order of their names. */
export async function rolesOf(
  reader: Reader,
  contactId: number,
  accountId: number,
): Promise<Role[]> {
  const rows = await reader
    .selectFrom('contactRole')
    .select('role')
    .where('contactId', '=', contactId)
    .where('accountId', '=', accountId)
    .orderBy('role')
    .execute()
  return rows.map((row) => row.role as Role)
}

export async function setRoles(
  writer: Writer,
  contactId: number,
  accountId: number,
  roles: readonly Role[],
): Promise<void> {
  await writer
    .deleteFrom('contactRole')
    .where('contactId', '=', contactId)
    .where('accountId', '=', accountId)
    .execute()
  for (const role of roles) await grantRole(writer, contactId, accountId, role)
}

/** How many other active people have this role on the account. */
export async function countOthersWith(
  reader: Reader,
  accountId: number,
  role: Role,
  except: number,
): Promise<number> {
  const { count } = await reader
    .selectFrom('contactRole')
    .innerJoin('contact', 'contact.id', 'contactRole.contactId')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('contactRole.accountId', '=', accountId)
    .where('contactRole.role', '=', role)
    .where('contact.state', '=', 'active')
    .where('contact.id', '!=', except)
    .executeTakeFirstOrThrow()
  return count
}

export async function setContactState(
  writer: Writer,
  id: number,
  state: 'active' | 'disabled' | 'merged',
): Promise<void> {
  await writer.updateTable('contact').set({ state }).where('id', '=', id).execute()
}

export async function setInvitation(
  writer: Writer,
  id: number,
  invitation: Invitation,
): Promise<void> {
  await writer.updateTable('contact').set({ invitation }).where('id', '=', id).execute()
}

/** What a person says of themselves. */
export async function setDetails(
  writer: Writer,
  id: number,
  details: { name: string; phone: string | null; locale: string | null },
): Promise<void> {
  await writer.updateTable('contact').set(details).where('id', '=', id).execute()
}

/**
 * Everything that one contact is becomes another's: addresses, roles, tickets, support contacts.
 */
export async function mergeInto(writer: Writer, from: number, into: number): Promise<void> {
  const roles = await writer
    .selectFrom('contactRole')
    .select(['accountId', 'role'])
    .where('contactId', '=', from)
    .execute()
  await writer.deleteFrom('contactRole').where('contactId', '=', from).execute()
  for (const { accountId, role } of roles) await grantRole(writer, into, accountId, role as Role)
  await writer
    .updateTable('contactAddress')
    .set({ contactId: into, main: 0 })
    .where('contactId', '=', from)
    .execute()
  await dropSecondSupport(writer, from, into)
  await writer
    .updateTable('supportContact')
    .set({ contactId: into })
    .where('contactId', '=', from)
    .execute()
  await writer
    .updateTable('ticket')
    .set({ requesterContactId: into })
    .where('requesterContactId', '=', from)
    .execute()
  await setContactState(writer, from, 'merged')
}

/**
 * Where both support an account, one of them is told: one person needs a report once. A desk's
 * address is nobody's own mailbox, and stays.
 */
async function dropSecondSupport(writer: Writer, from: number, into: number): Promise<void> {
  const theirs = writer
    .selectFrom('supportContact')
    .select('accountId')
    .where('contactId', '=', into)
  await writer
    .deleteFrom('supportContact')
    .where('contactId', '=', from)
    .where('desk', '=', 0)
    .where('accountId', 'in', theirs)
    .execute()
}
