import type { Account } from '../../account/account.ts'
import { type Found, matching } from '../../account/search.ts'
import type { Config } from '../../config/schema.ts'
import { normalAddress } from '../../message/addresses.ts'
import { oneLine } from '../../message/unicode.ts'
import { listContacts } from '../../store/contacts.ts'
import type { Reader } from '../../store/database.ts'
import { accountOf } from './account-of.ts'
import { insist } from './account-rights.ts'
import { actorOf } from './actor.ts'

/**
 * Users of the account's partner by a part of their name or address: who may
 * become a support contact.
 */
export async function searchPartnerUsers(
  reader: Reader,
  config: Config,
  accountId: string,
  text: string,
  as: string | null,
): Promise<Found[]> {
  const account = await accountOf(reader, accountId)
  const actor = await actorOf(reader, config, as)
  insist('edit-support-contacts', `search the users of its partner`, config, actor, account)
  return matching(await usersOfPartner(reader, account), text)
}

/**
 * Whom somebody means as a support contact: an address as it is, else the one user of the partner
 * whose name or address holds the text; or why that is nobody, as a sentence without its full stop.
 */
export async function whoIsMeant(
  reader: Reader,
  { partnerId }: Pick<Account, 'partnerId'>,
  written: string,
): Promise<{ address: string } | { refused: string }> {
  if (written.includes('@')) return { address: normalAddress(written) }
  const text = oneLine(written)
  const found = matching(await usersOfPartner(reader, { partnerId }), text)
  const [only, ...more] = found
  if (only && more.length === 0) return { address: only.address }
  const people = found.slice(0, 5).map(({ name, address }) => `${name} <${address}>`)
  const refused = only
    ? `"${text}" may be ${people.join(' or ')}${found.length > 5 ? ' or others' : ''}`
    : `"${text}" is no mail address, and no user of its partner is called so`
  return { refused }
}

async function usersOfPartner(reader: Reader, { partnerId }: Pick<Account, 'partnerId'>) {
  if (partnerId === null) return []
  const people = await listContacts(reader, partnerId)
  return people.filter((person) => person.active)
}
