import type { Ticket } from '../ticket/ticket.ts'
import type { Reader } from './database.ts'

type Listed = Pick<Ticket, 'number' | 'subject' | 'status' | 'updatedAt'>

/** The tickets that a person opened, from whichever address: newest first. */
export async function listTicketsOf(
  reader: Reader,
  { contactId, addresses }: { contactId: number | null; addresses: readonly string[] },
  limit: number,
): Promise<Listed[]> {
  const columns = ['number', 'subject', 'status', 'updatedAt'] as const
  const newest = reader.selectFrom('ticket').select(columns).orderBy('number', 'desc').limit(limit)
  const found = new Map<number, Listed>()
  const add = (rows: { number: number; subject: string; status: string; updatedAt: string }[]) => {
    for (const row of rows) found.set(row.number, row as Listed)
  }
  if (contactId !== null) {
    add(await newest.where('requesterContactId', '=', contactId).execute())
  }
  for (const address of addresses) {
    add(await newest.where('requesterAddress', '=', address).execute())
  }
  return [...found.values()].sort((a, b) => b.number - a.number).slice(0, limit)
}
