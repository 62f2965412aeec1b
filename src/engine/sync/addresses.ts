import { randomBytes } from 'node:crypto'
import type { Writer } from '../../store/database.ts'
import { addressesOf, giveAddress, takeMainAddresses } from '../../store/directory-contacts.ts'
import { deleteMeta, getMeta, setMeta } from '../../store/meta.ts'
import { readdress } from '../../store/readdress.ts'
import { suppress, unsuppress } from '../../store/suppressed.ts'

/** Somebody whom a directory keeps, and their account. */
interface Person {
  contactId: number
  accountId: number
}

/** Under this and the number of a contact: where what is about them waits for an address. */
const NOWHERE = 'without-address/'

/** The directory names another address of a person: all that is about them goes there. */
export async function moveTo(
  writer: Writer,
  { contactId, accountId }: Person,
  address: string,
  at: string,
): Promise<void> {
  const from = await takeMainAddresses(writer, contactId)
  const nowhere = await getMeta<string>(writer, `${NOWHERE}${contactId}`)
  if (nowhere !== undefined) {
    from.push(nowhere)
    await unsuppress(writer, nowhere, at, false)
    await deleteMeta(writer, `${NOWHERE}${contactId}`)
  }
  await giveAddress(writer, contactId, address)
  await readdress(writer, { contactId, accountId, from, to: address })
}

/**
 * The address of a person was given to somebody else, who must not read what is about them: that
 * goes to another address of theirs, or waits until the directory names one.
 */
export async function leaveAddress(
  writer: Writer,
  { contactId, accountId }: Person,
  address: string,
  at: string,
): Promise<void> {
  const [other] = await addressesOf(writer, contactId)
  const to = other ?? (await nowhereFor(writer, contactId))
  await readdress(writer, { contactId, accountId, from: [address], to })
  if (other !== undefined) return
  const reason = `${address} was given to somebody else, and the directory names no other address`
  const nowhere = { address: to, kind: 'bounced', reason, since: at } as const
  await suppress(writer, { ...nowhere, outboxId: null, ledgerId: null }, at)
}

/** Nobody is ever reached there (RFC 2606), and nobody can guess it to write as this person. */
async function nowhereFor(writer: Writer, contactId: number): Promise<string> {
  const address = `without-address-${randomBytes(6).toString('hex')}@ticketd.invalid`
  await setMeta(writer, `${NOWHERE}${contactId}`, address)
  return address
}
