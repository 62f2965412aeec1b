import type { Reader } from './database.ts'

/** All that is kept of a person but their mails, table by table, as it stands there. */
export async function readPersonalData(
  reader: Reader,
  contactId: number,
  addresses: readonly string[],
) {
  const own = [...addresses]
  const of = (address: string) =>
    reader.selectFrom('event').selectAll().where('actor', '=', address)
  const events = await Promise.all(own.map((address) => of(address).execute()))
  return {
    tickets: await reader
      .selectFrom('ticket')
      .select(['number', 'subject', 'status', 'priority', 'openedAt', 'closedAt'])
      .where((eb) =>
        eb.or([eb('requesterContactId', '=', contactId), eb('requesterAddress', 'in', own)]),
      )
      .orderBy('number')
      .execute(),
    participant: await reader
      .selectFrom('participant')
      .select(['ticket', 'address', 'addedAt'])
      .where('address', 'in', own)
      .execute(),
    written: await reader
      .selectFrom('entry')
      .innerJoin('entryText', 'entryText.entryId', 'entry.id')
      .select(['ticket', 'at', 'fromAddress', 'subject', 'text', 'ledgerId'])
      .where('fromAddress', 'in', own)
      .orderBy('entry.id')
      .execute(),
    sentToThem: await reader
      .selectFrom('outbox')
      .leftJoin('outboxText', 'outboxId', 'id')
      .select(['id', 'ticket', 'date', 'recipient', 'subject', 'status', 'text'])
      .where('recipient', 'in', own)
      .orderBy('id')
      .execute(),
    done: events.flat().map((row) => ({ ...row, data: JSON.parse(row.data) as unknown })),
  }
}

/** The mails that somebody wrote, oldest first, each with its raw bytes' place. */
export async function listMailsFrom(reader: Reader, addresses: readonly string[]) {
  return await reader
    .selectFrom('ledger')
    .select(['id', 'rawId', 'receivedAt', 'fromAddress', 'subject', 'outcome', 'reason', 'ticket'])
    .where('fromAddress', 'in', [...addresses])
    .orderBy('id')
    .execute()
}
