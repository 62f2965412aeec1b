import type { Person } from '../ticket/ticket.ts'
import type { Reader } from './database.ts'

/**
 * Active people of an account who have one of these roles, with their main address, oldest first.
 */
export async function listPeopleWith(
  reader: Reader,
  accountId: number,
  roles: readonly string[],
  limit: number,
): Promise<Person[]> {
  return await reader
    .selectFrom('contactRole')
    .innerJoin('contact', 'contact.id', 'contactRole.contactId')
    .innerJoin('contactAddress', 'contactAddress.contactId', 'contact.id')
    .select(['contact.name', 'contactAddress.address'])
    .distinct()
    .where('contactRole.accountId', '=', accountId)
    .where('contactRole.role', 'in', [...roles])
    .where('contact.state', '=', 'active')
    .where('contactAddress.main', '=', 1)
    .orderBy('contact.id')
    .limit(limit)
    .execute()
}
