import type { Reader, Writer } from './database.ts'
import { sql } from './kysely.ts'
import { addHistory, type Settlement } from './ledger.ts'
import { type ListedMail, listMails } from './ledger-view.ts'

/**
 * Mails of an unknown address that wait until it becomes known; those with a suggested ticket wait
 * for a person, and those that lack an entitlement for just that.
 */
export async function listHeldOf(reader: Reader, fromAddress: string): Promise<number[]> {
  const rows = await reader
    .selectFrom('ledger')
    .select('id')
    .where('fromAddress', '=', fromAddress)
    .where('outcome', '=', sql.lit('held'))
    .where('state', '=', 'decided')
    .where('ticket', 'is', null)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('awaiting').select('ledgerId').whereRef('awaiting.ledgerId', '=', 'ledger.id'),
        ),
      ),
    )
    .orderBy('id')
    .execute()
  return rows.map((row) => row.id)
}

/** The addresses at a mail domain whose mails wait until somebody knows them. */
export async function listHeldWriters(reader: Reader, domain: string): Promise<string[]> {
  const rows = await reader
    .selectFrom('ledger')
    .select('fromAddress')
    .distinct()
    .where('fromAddress', 'like', `%@${domain}`)
    .where('outcome', '=', sql.lit('held'))
    .where('state', '=', 'decided')
    .where('ticket', 'is', null)
    .orderBy('fromAddress')
    .execute()
  return rows.flatMap(({ fromAddress }) => fromAddress ?? [])
}

/** A mail that waits for a person. */
export type WaitingRow = Pick<
  ListedMail,
  'id' | 'mailbox' | 'fromAddress' | 'subject' | 'receivedAt' | 'outcome' | 'reason' | 'ticket'
>

/** Held and quarantined mails, newest first. */
export async function listWaiting(reader: Reader, limit: number): Promise<WaitingRow[]> {
  const rows = await listMails(reader, { outcomes: ['held', 'quarantined'], limit })
  return rows.filter((row) => row.state === 'decided')
}

/**
 * These, and mails whose writer was sent elsewhere since an instant: an agent may take them up.
 * Nothing of an import, which never tells anybody.
 */
export async function listForDecision(
  reader: Reader,
  referredSince: string,
  limit: number,
): Promise<WaitingRow[]> {
  const outcomes = ['held', 'quarantined', 'referred']
  const rows = await listMails(reader, { outcomes, live: true, limit })
  return rows.filter(
    (row) =>
      row.state === 'decided' &&
      (row.outcome !== 'referred' || (row.decidedAt ?? '') >= referredSince),
  )
}

/**
 * Gives a decided mail another outcome without deciding it again. False when it is not `decided`.
 */
export async function changeOutcome(
  writer: Writer,
  id: number,
  change: Pick<Settlement, 'outcome' | 'reason' | 'actor' | 'at'>,
): Promise<boolean> {
  const { outcome, reason, at } = change
  const update = await writer
    .updateTable('ledger')
    .set({ outcome, reason, decidedAt: at })
    .where('id', '=', id)
    .where('state', '=', 'decided')
    .executeTakeFirst()
  if (update.numUpdatedRows === 0n) return false
  await addHistory(writer, id, { ...change, detail: null })
  return true
}
