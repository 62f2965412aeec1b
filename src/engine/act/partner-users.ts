import type { Account } from '../../account/account.ts'
import { type Found, matching } from '../../account/search.ts'
import type { Config } from '../../config/schema.ts'
import { Failure } from '../../errors.ts'
import { listContacts } from '../../store/contacts.ts'
import type { Reader } from '../../store/database.ts'
import { accountOf } from './account-of.ts'
import { insist } from './account-rights.ts'
import { actorOf } from './actor.ts'

/** Users of the account's partner by a part of their name or address: who may become a support contact. */
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

/** The address of the one user of the partner that a part of a name or address stands for. */
export async function partnerUserLike(
  reader: Reader,
  account: Account,
  text: string,
): Promise<string> {
  const found = matching(await usersOfPartner(reader, account), text)
  const [only, ...more] = found
  if (only && more.length === 0) return only.address
  const people = found.slice(0, 5).map(({ name, address }) => `${name} <${address}>`)
  throw new Failure(
    'no-contact',
    only
      ? `"${text}" may be ${people.join(' or ')}${found.length > 5 ? ' or others' : ''}.`
      : `"${text}" is no mail address, and no user of the partner of ${account.accountId} is called so.`,
    { advice: 'Give the whole address.' },
  )
}

async function usersOfPartner(reader: Reader, { partnerId }: Account) {
  if (partnerId === null) return []
  const people = await listContacts(reader, partnerId)
  return people.filter((person) => person.active)
}
