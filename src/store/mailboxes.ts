import type { Selectable } from 'kysely'
import type { Reader, Writer } from './database.ts'
import type { MailboxTable } from './schema.ts'

export type MailboxState = Selectable<MailboxTable>

/** A folder of a login; what the configuration calls it is only a label. */
export interface MailboxPlace {
  source: string
  folder: string
  name: string
}

export async function findMailbox(
  reader: Reader,
  place: MailboxPlace,
): Promise<MailboxState | undefined> {
  return await reader
    .selectFrom('mailbox')
    .selectAll()
    .where('source', '=', place.source)
    .where('folder', '=', place.folder)
    .executeTakeFirst()
}

export async function addMailbox(
  writer: Writer,
  place: MailboxPlace,
  first: Partial<Omit<MailboxState, 'id'>> & { firstSeenAt: string },
): Promise<MailboxState> {
  return await writer
    .insertInto('mailbox')
    .values({
      ...place,
      uidValidity: null,
      lastUid: 0,
      ignoreBefore: null,
      quietBefore: null,
      startUid: null,
      rereadSince: null,
      halted: null,
      ...first,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
}

export async function updateMailbox(
  writer: Writer,
  id: number,
  change: Partial<Omit<MailboxState, 'id'>>,
): Promise<void> {
  await writer.updateTable('mailbox').set(change).where('id', '=', id).execute()
}

export async function listMailboxes(reader: Reader): Promise<MailboxState[]> {
  return await reader.selectFrom('mailbox').selectAll().orderBy('id').execute()
}

/** What the configuration called it when it was last read from. */
export async function findMailboxName(reader: Reader, id: number): Promise<string | undefined> {
  const row = await reader
    .selectFrom('mailbox')
    .select('name')
    .where('id', '=', id)
    .executeTakeFirst()
  return row?.name
}
