import type { Writer } from './database.ts'

/**
 * Mails about the tickets of a person, and about accounts that they support, go to this address of
 * theirs from now on, where they went to one that is not theirs any more.
 */
export async function readdress(writer: Writer, contactId: number, address: string): Promise<void> {
  await writer
    .updateTable('ticket')
    .set({ requesterAddress: address })
    .where('requesterContactId', '=', contactId)
    .where('requesterAddress', 'not in', theirs(writer, contactId))
    .execute()
  const supported = await writer
    .selectFrom('supportContact')
    .select(['accountId', 'address'])
    .where('contactId', '=', contactId)
    .where('address', 'not in', theirs(writer, contactId))
    .execute()
  for (const one of supported) await moveSupport(writer, { ...one, contactId, to: address })
}

function theirs(writer: Writer, contactId: number) {
  return writer
    .selectFrom('contactAddress')
    .select('contactAddress.address')
    .where('contactAddress.contactId', '=', contactId)
}

/** Where the new address supports the account already, two people have changed addresses. */
async function moveSupport(
  writer: Writer,
  row: { accountId: number; address: string; contactId: number; to: string },
): Promise<void> {
  const { accountId, address, contactId, to } = row
  const at = (place: string) =>
    writer
      .updateTable('supportContact')
      .where('accountId', '=', accountId)
      .where('address', '=', place)
  const other = await writer
    .selectFrom('supportContact')
    .select('contactId')
    .where('accountId', '=', accountId)
    .where('address', '=', to)
    .executeTakeFirst()
  if (!other) {
    await at(address).set({ address: to }).execute()
    return
  }
  await at(to).set({ contactId }).execute()
  if (other.contactId !== null && other.contactId !== contactId) {
    await at(address).set({ contactId: other.contactId }).execute()
    return
  }
  await writer
    .deleteFrom('supportContact')
    .where('accountId', '=', accountId)
    .where('address', '=', address)
    .execute()
}
