import { Failure } from '../errors.ts'
import { normalAddress } from '../message/addresses.ts'
import { findContactByAddress, listMemberships } from '../store/contacts.ts'
import type { Reader } from '../store/database.ts'

/** A person as `contact show --json` prints them. */
export async function readContact(reader: Reader, written: string) {
  const address = normalAddress(written)
  const contact = await findContactByAddress(reader, address)
  if (!contact) {
    throw new Failure('no-contact', `There is no contact ${address}.`, {
      advice: '`ticketd contact add` adds one.',
    })
  }
  const { name, addresses, phone, locale, active } = contact
  const memberships = await listMemberships(reader, contact.id)
  const accounts = memberships.map(({ account, roles }) => {
    return { accountId: account.accountId, company: account.company, roles }
  })
  return { name, addresses, phone, locale, active, accounts }
}
