import type { Audience } from '../ticket/ticket.ts'
import type { Reader } from './database.ts'

/**
 * Which of these files stand in entries of a ticket that are not for its customer, and for whom
 * they are, by their SHA-256.
 */
export async function hiddenFilesOf(
  reader: Reader,
  ticket: number,
  sha256: readonly string[],
): Promise<Map<string, Audience>> {
  if (sha256.length === 0) return new Map()
  const rows = await reader
    .selectFrom('entry')
    .innerJoin('attachment', 'attachment.entryId', 'entry.id')
    .select(['attachment.sha256', 'entry.audience'])
    .where('entry.ticket', '=', ticket)
    .where('entry.audience', '<>', 'customer')
    .where('attachment.sha256', 'in', sha256)
    // Of two audiences the wider one counts: it comes last.
    .orderBy('entry.audience', 'desc')
    .execute()
  return new Map(rows.map((row) => [row.sha256, row.audience as Audience]))
}
