import type { Ticket } from '../ticket/ticket.ts'
import type { Reader, Writer } from './database.ts'

/** What may be set on a ticket besides its status. */
export type Work = Pick<Ticket, 'priority' | 'owner' | 'plan' | 'department' | 'reason'>

export async function setWork(
  writer: Writer,
  number: number,
  work: Partial<Work>,
  at: string,
): Promise<void> {
  await writer
    .updateTable('ticket')
    .set({ ...work, updatedAt: at })
    .where('number', '=', number)
    .execute()
}

/**
 * From now on a ticket is part of another one: its conversation and its people are there, and so
 * are those of the tickets that had become part of it before.
 */
export async function mergeTicket(
  writer: Writer,
  from: number,
  into: number,
  at: string,
): Promise<void> {
  await writer.updateTable('entry').set({ ticket: into }).where('ticket', '=', from).execute()
  await writer
    .updateTable('ticket')
    .set({ mergedInto: into })
    .where('mergedInto', '=', from)
    .execute()
  await writer
    .updateTable('ticket')
    .set({ mergedInto: into, status: 'closed', closedAt: at, updatedAt: at })
    .where('number', '=', from)
    .execute()
}

/** The tickets that became part of this one. */
export async function listMerged(reader: Reader, into: number): Promise<number[]> {
  const rows = await reader
    .selectFrom('ticket')
    .select('number')
    .where('mergedInto', '=', into)
    .orderBy('number')
    .execute()
  return rows.map((row) => row.number)
}

/** The ticket, the one that it became part of, and whatever else became part of that. */
export async function listTogether(reader: Reader, number: number): Promise<number[]> {
  const row = await reader
    .selectFrom('ticket')
    .select('mergedInto')
    .where('number', '=', number)
    .executeTakeFirst()
  const into = row?.mergedInto ?? number
  return [into, ...(await listMerged(reader, into))]
}

/** The case with the vendor that a ticket was escalated to, while it is not closed. */
export async function findOpenEscalation(
  reader: Reader,
  number: number,
): Promise<number | undefined> {
  const row = await reader
    .selectFrom('ticket')
    .select('number')
    .where('escalatedFrom', '=', number)
    .where('status', '!=', 'closed')
    .executeTakeFirst()
  return row?.number
}

export type LinkKind = 'related' | 'split' | 'merged' | 'escalated'

/** Links a ticket to an older one; false when they were linked so already. */
export async function addLink(
  writer: Writer,
  link: { ticket: number; other: number; kind: LinkKind; at: string; addedBy: string },
): Promise<boolean> {
  const added = await writer
    .insertInto('ticketLink')
    .values(link)
    .onConflict((c) => c.columns(['ticket', 'other', 'kind']).doNothing())
    .executeTakeFirst()
  return (added.numInsertedOrUpdatedRows ?? 0n) > 0n
}

export interface Link {
  number: number
  kind: LinkKind
  /** `from`: this ticket came of the other one; `to`: the other one came of this. */
  direction: 'from' | 'to'
}

/** The tickets that hang together with this one. */
export async function listLinks(reader: Reader, ticket: number): Promise<Link[]> {
  const rows = await reader
    .selectFrom('ticketLink')
    .select(['other as number', 'kind'])
    .where('ticket', '=', ticket)
    .execute()
  const back = await reader
    .selectFrom('ticketLink')
    .select(['ticket as number', 'kind'])
    .where('other', '=', ticket)
    .execute()
  return [
    ...rows.map((row) => ({ ...row, kind: row.kind as LinkKind, direction: 'from' as const })),
    ...back.map((row) => ({ ...row, kind: row.kind as LinkKind, direction: 'to' as const })),
  ]
}

/** The attachments of some entries become those of another one too. */
export async function copyAttachments(
  writer: Writer,
  from: readonly number[],
  entryId: number,
): Promise<void> {
  if (from.length === 0) return
  const rows = await writer
    .selectFrom('attachment')
    .selectAll()
    .where('entryId', 'in', from)
    .orderBy('id')
    .execute()
  if (rows.length === 0) return
  await writer
    .insertInto('attachment')
    .values(rows.map(({ id: _, ...row }) => ({ ...row, entryId })))
    .execute()
  await writer
    .updateTable('entry')
    .set({ attachments: rows.length })
    .where('id', '=', entryId)
    .execute()
}
