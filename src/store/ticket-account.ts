import type { SupportSide } from '../ticket/ticket.ts'
import type { Reader, Writer } from './database.ts'

/** What changes when a ticket becomes that of an account. */
export interface NewOwner {
  accountId: number
  supportSide: SupportSide
  requesterContactId: number | null
  at: string
}

export async function setTicketAccount(
  writer: Writer,
  number: number,
  { at, ...owner }: NewOwner,
): Promise<void> {
  await writer
    .updateTable('ticket')
    .set({ ...owner, updatedAt: at })
    .where('number', '=', number)
    .execute()
}

/**
 * Numbers of the tickets of no account that an address opened and that are not
 * closed, oldest first.
 */
export async function listOwnerless(reader: Reader, requester: string): Promise<number[]> {
  const rows = await reader
    .selectFrom('ticket')
    .select('number')
    .where('requesterAddress', '=', requester)
    .where('accountId', 'is', null)
    .where('status', '<>', 'closed')
    .orderBy('number')
    .execute()
  return rows.map((row) => row.number)
}
