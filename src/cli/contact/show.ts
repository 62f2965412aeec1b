import { Failure } from '../../errors.ts'
import { normalAddress } from '../../message/addresses.ts'
import { findContactByAddress, listMemberships } from '../../store/contacts.ts'
import type { Reader } from '../../store/database.ts'
import { findSuppression, suppressionsOf } from '../../store/suppressed.ts'

/** A person as `contact show --json` prints them. */
export async function readContact(reader: Reader, written: string) {
  const address = normalAddress(written)
  const contact = await findContactByAddress(reader, address)
  if (!contact) {
    await refuseSuppressed(reader, address)
    throw new Failure('no-contact', `There is no contact ${address}.`, {
      advice: '`ticketd contact add` adds one.',
    })
  }
  const { name, addresses, phone, locale, active, source, invitation } = contact
  const memberships = await listMemberships(reader, contact.id)
  const accounts = memberships.map(({ account, roles }) => {
    return { accountId: account.accountId, company: account.company, roles }
  })
  const suppressed = [...(await suppressionsOf(reader, addresses)).values()]
  return { name, addresses, phone, locale, active, source, invitation, accounts, suppressed }
}

/** A support contact may be a bare address: nobody known, but not nothing to say. */
async function refuseSuppressed(reader: Reader, address: string): Promise<void> {
  const suppression = await findSuppression(reader, address)
  if (!suppression) return
  throw new Failure(
    'no-contact',
    `There is no contact ${address}, and mails to it are kept back: ${suppression.reason}`,
    { advice: `\`ticketd contact unsuppress ${address}\` has them sent again.` },
  )
}
