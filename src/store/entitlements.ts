import type { Reader, Writer } from './database.ts'
import { sql } from './kysely.ts'
import type { AwaitingTable, TicketEntitlementTable } from './tables/entitlement.ts'

export type TicketEntitlement = TicketEntitlementTable

export async function setTicketEntitlement(
  writer: Writer,
  entitlement: TicketEntitlement,
): Promise<void> {
  const { ticket, ...rest } = entitlement
  await writer
    .insertInto('ticketEntitlement')
    .values(entitlement)
    .onConflict((c) => c.column('ticket').doUpdateSet(rest))
    .execute()
}

export async function dropTicketEntitlement(writer: Writer, ticket: number): Promise<void> {
  await writer.deleteFrom('ticketEntitlement').where('ticket', '=', ticket).execute()
}

export async function findTicketEntitlement(
  reader: Reader,
  ticket: number,
): Promise<TicketEntitlement | undefined> {
  return await reader
    .selectFrom('ticketEntitlement')
    .selectAll()
    .where('ticket', '=', ticket)
    .executeTakeFirst()
}

/** Emergencies of an account that were let in without an entitlement and are not closed. */
export async function countOpenUnentitled(reader: Reader, accountId: number): Promise<number> {
  const row = await reader
    .selectFrom('ticketEntitlement')
    .innerJoin('ticket', 'ticket.number', 'ticketEntitlement.ticket')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('ticketEntitlement.accountId', '=', accountId)
    // As it stands in the index, which holds only these.
    .where('ticketEntitlement.unentitled', '=', sql.lit(1))
    .where('ticket.status', '!=', 'closed')
    .executeTakeFirst()
  return row?.count ?? 0
}

export type Awaiting = AwaitingTable

/** A mail is held until it is entitled; a second judgement takes the place of the first. */
export async function setAwaiting(writer: Writer, awaiting: Awaiting): Promise<void> {
  const { ledgerId, ...rest } = awaiting
  await writer
    .insertInto('awaiting')
    .values(awaiting)
    .onConflict((c) => c.column('ledgerId').doUpdateSet(rest))
    .execute()
}

export async function findAwaiting(
  reader: Reader,
  ledgerId: number,
): Promise<Awaiting | undefined> {
  return await reader
    .selectFrom('awaiting')
    .selectAll()
    .where('ledgerId', '=', ledgerId)
    .executeTakeFirst()
}

export async function dropAwaiting(writer: Writer, ledgerId: number): Promise<void> {
  await writer.deleteFrom('awaiting').where('ledgerId', '=', ledgerId).execute()
}

/** Mails that wait for something of this organisation: its own, and those that it pays for. */
export async function listAwaiting(reader: Reader, accountId: number): Promise<Awaiting[]> {
  return await reader
    .selectFrom('awaiting')
    .selectAll()
    .where((eb) => eb.or([eb('accountId', '=', accountId), eb('payerId', '=', accountId)]))
    .orderBy('ledgerId')
    .execute()
}

/** The organisations whose mails wait. */
export async function listAwaitingAccounts(reader: Reader): Promise<number[]> {
  const rows = await reader
    .selectFrom('awaiting')
    .select('accountId')
    .distinct()
    .orderBy('accountId')
    .execute()
  return rows.map((row) => row.accountId)
}

/** Notes that something is said, and tells whether it is said for the first time. */
export async function announceOnce(writer: Writer, key: string, at: string): Promise<boolean> {
  const added = await writer
    .insertInto('announced')
    .values({ key, at })
    .onConflict((c) => c.column('key').doNothing())
    .executeTakeFirst()
  return (added.numInsertedOrUpdatedRows ?? 0n) > 0n
}

export async function isAnnounced(reader: Reader, key: string): Promise<boolean> {
  const row = await reader
    .selectFrom('announced')
    .select('key')
    .where('key', '=', key)
    .executeTakeFirst()
  return row !== undefined
}
