import type { Selectable } from 'kysely'
import type { CreditEntry, CreditKind } from '../access/credits.ts'
import type { Reader, Writer } from './database.ts'
import type { CreditEntryTable } from './tables/entitlement.ts'
import { listTogether } from './ticket-work.ts'

/** Adds a line to the ledger of an organisation: the only way in which a balance changes. */
export async function addCreditEntry(
  writer: Writer,
  entry: Omit<CreditEntry, 'id'>,
): Promise<void> {
  await writer.insertInto('creditEntry').values(entry).execute()
}

/** The balance: the sum of all entries. */
export async function creditBalance(reader: Reader, accountId: number): Promise<number> {
  const row = await reader
    .selectFrom('creditEntry')
    .select((eb) => eb.fn.sum<number | null>('minutes').as('balance'))
    .where('accountId', '=', accountId)
    .executeTakeFirst()
  return row?.balance ?? 0
}

/** Oldest first; `from` and `to` are instants, `to` the first that is not meant any more. */
export async function listCreditEntries(
  reader: Reader,
  accountId: number,
  span: { from?: string | undefined; to?: string | undefined } = {},
): Promise<CreditEntry[]> {
  let query = reader.selectFrom('creditEntry').selectAll().where('accountId', '=', accountId)
  if (span.from !== undefined) query = query.where('at', '>=', span.from)
  if (span.to !== undefined) query = query.where('at', '<', span.to)
  return (await query.orderBy('id').execute()).map(toEntry)
}

/**
 * What a ticket took and was given back, of all organisations that paid for it; the tickets that it
 * was merged with included.
 */
export async function listCreditsOfTicket(reader: Reader, ticket: number): Promise<CreditEntry[]> {
  const rows = await reader
    .selectFrom('creditEntry')
    .selectAll()
    .where('ticket', 'in', await listTogether(reader, ticket))
    .orderBy('id')
    .execute()
  return rows.map(toEntry)
}

/** The organisations whose ledger has an entry in a span. */
export async function listCreditHolders(
  reader: Reader,
  from: string,
  to: string,
): Promise<number[]> {
  const rows = await reader
    .selectFrom('creditEntry')
    .select('accountId')
    .distinct()
    .where('at', '>=', from)
    .where('at', '<', to)
    .orderBy('accountId')
    .execute()
  return rows.map((row) => row.accountId)
}

export async function addWorkTime(
  writer: Writer,
  work: { ticket: number; at: string; minutes: number; actor: string },
): Promise<void> {
  await writer.insertInto('workTime').values(work).execute()
}

/** Minutes worked on a ticket, and on those that it was merged with. */
export async function workedOn(reader: Reader, ticket: number): Promise<number> {
  const row = await reader
    .selectFrom('workTime')
    .select((eb) => eb.fn.sum<number | null>('minutes').as('minutes'))
    .where('ticket', 'in', await listTogether(reader, ticket))
    .executeTakeFirst()
  return row?.minutes ?? 0
}

function toEntry(row: Selectable<CreditEntryTable>): CreditEntry {
  const { id, accountId, at, kind, minutes, reason, ticket, actor, contractId } = row
  return { id, accountId, at, kind: kind as CreditKind, minutes, reason, ticket, actor, contractId }
}
