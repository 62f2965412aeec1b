import type { Reader, Writer } from './database.ts'

/** Forgets who a contact was; the row stays, so that tickets keep their requester's place. */
export async function wipeContact(
  writer: Writer,
  id: number,
  addresses: readonly string[],
  placeholder: string,
): Promise<number> {
  const own = [...addresses]
  for (const one of await withMerged(writer, id)) {
    await writer
      .updateTable('contact')
      .set({ name: '', phone: null, locale: null, state: 'erased', source: null, invitation: null })
      .where('id', '=', one)
      .execute()
    await forgetDetails(writer, one)
  }
  await writer.deleteFrom('contactAddress').where('contactId', '=', id).execute()
  await writer.deleteFrom('contactRole').where('contactId', '=', id).execute()
  await writer.deleteFrom('participant').where('address', 'in', own).execute()
  await writer
    .updateTable('participant')
    .set({ addedBy: placeholder })
    .where('addedBy', 'in', own)
    .execute()
  for (const table of ['answered', 'suppressed', 'oneTimeCode', 'registrationDraft'] as const) {
    await writer.deleteFrom(table).where('address', 'in', own).execute()
  }
  await writer.deleteFrom('awaiting').where('address', 'in', own).execute()
  await writer
    .updateTable('ticketLink')
    .set({ addedBy: placeholder })
    .where('addedBy', 'in', own)
    .execute()
  await writer.updateTable('ticket').set({ owner: null }).where('owner', 'in', own).execute()
  const tickets = await writer
    .updateTable('ticket')
    .set({ requesterName: '', requesterAddress: placeholder })
    .where((eb) => eb.or([eb('requesterContactId', '=', id), eb('requesterAddress', 'in', own)]))
    .executeTakeFirst()
  return Number(tickets.numUpdatedRows)
}

/** A contact and those that were made one with it: their rows still name the person. */
async function withMerged(reader: Reader, id: number): Promise<number[]> {
  const events = await reader
    .selectFrom('event')
    .select('data')
    .where('kind', '=', 'contacts-merged')
    .execute()
  type Merge = Record<'before' | 'after', { contact: number }>
  const merges = events.map(({ data }) => JSON.parse(data) as Merge)
  const found = [id]
  // Those found are looked at, too: they may have been merged into before.
  for (const one of found) {
    const gone = merges.filter(({ after }) => after.contact === one)
    found.push(...gone.map(({ before }) => before.contact))
  }
  return found
}

/** What a person once said of themselves stands in the events of their account. */
async function forgetDetails(writer: Writer, contactId: number): Promise<void> {
  const { accountId } = await writer
    .selectFrom('contact')
    .select('accountId')
    .where('id', '=', contactId)
    .executeTakeFirstOrThrow()
  const events = await writer
    .selectFrom('event')
    .select(['id', 'data'])
    .where('accountId', '=', accountId)
    .where('kind', '=', 'details-confirmed')
    .execute()
  for (const { id, data } of events) {
    if ((JSON.parse(data) as { contact?: number }).contact !== contactId) continue
    const left = JSON.stringify({ contact: contactId })
    await writer.updateTable('event').set({ data: left }).where('id', '=', id).execute()
  }
}
