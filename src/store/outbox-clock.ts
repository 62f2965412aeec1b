import type { Writer } from './database.ts'

/**
 * Brings mails back that were written or put off while the clock was ahead, and would wait until it
 * says so again: what was never tried is due at once, and no other mail waits for longer than until
 * `latest`. Returns how many.
 */
export async function bringBack(
  writer: Writer,
  { mailboxes, now, latest }: { mailboxes: readonly string[]; now: string; latest: string },
): Promise<number> {
  const { numUpdatedRows } = await writer
    .updateTable('outbox')
    .set({ nextAt: now })
    .where('mailbox', 'in', mailboxes)
    .where('priority', 'in', [0, 1, 2])
    .where('nextAt', 'is not', null)
    .where('nextAt', '>', now)
    .where((row) =>
      row.or([
        row('nextAt', '>', latest),
        row.and([row('attempts', '=', 0), row('error', 'is', null), row('status', '=', 'queued')]),
      ]),
    )
    .executeTakeFirst()
  return Number(numUpdatedRows)
}
