import { Failure } from '../../errors.ts'
import { normalAddress } from '../../message/addresses.ts'
import { type Contact, findContactByAddress } from '../../store/contacts.ts'
import type { Reader } from '../../store/database.ts'

/** The contact behind an address. Throws Failure `no-contact`. */
export async function contactOf(reader: Reader, written: string): Promise<Contact> {
  const address = normalAddress(written)
  const contact = await findContactByAddress(reader, address)
  if (contact) return contact
  throw new Failure('no-contact', `There is no contact ${address}.`, {
    advice: '`ticketd contact add` adds one.',
  })
}
