import type { Writer } from './database.ts'

/** Somebody of an account whose address is another one now. */
export interface Moved {
  contactId: number
  accountId: number
  /** Where they were until now. */
  from: readonly string[]
  to: string
}

/**
 * Mails about the tickets of a person, about those of their account that they take part in, and
 * about accounts that they support, go to this address of theirs from now on, where they went to
 * one that is not theirs any more.
 */
export async function readdress(writer: Writer, moved: Moved): Promise<void> {
  const { contactId, to } = moved
  await writer
    .updateTable('ticket')
    .set({ requesterAddress: to })
    .where('requesterContactId', '=', contactId)
    .where('requesterAddress', 'not in', theirs(writer, contactId))
    .execute()
  await moveParticipant(writer, moved)
  const supported = await writer
    .selectFrom('supportContact')
    .select(['accountId', 'address'])
    .where('contactId', '=', contactId)
    .where('address', 'not in', theirs(writer, contactId))
    .execute()
  for (const one of supported) await moveSupport(writer, { ...one, contactId, to })
}

/** A participant stands there by their address alone. */
async function moveParticipant(writer: Writer, { accountId, from, to }: Moved): Promise<void> {
  if (from.length === 0) return
  const tickets = writer.selectFrom('ticket').select('number').where('accountId', '=', accountId)
  const found = await writer
    .selectFrom('participant')
    .select(['ticket', 'address'])
    .where('ticket', 'in', tickets)
    .where('address', 'in', from)
    .execute()
  for (const { ticket, address } of found) {
    const row = await writer
      .deleteFrom('participant')
      .where('ticket', '=', ticket)
      .where('address', '=', address)
      .returningAll()
      .executeTakeFirstOrThrow()
    await writer
      .insertInto('participant')
      .values({ ...row, address: to })
      .onConflict((c) => c.columns(['ticket', 'address']).doNothing())
      .execute()
  }
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
