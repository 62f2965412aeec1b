import type { Reader, Writer } from './database.ts'
import { sql } from './kysely.ts'

/** Mails that somebody has still to decide about keep their bytes. */
const WAITING = ['held', 'quarantined']

/** A mail whose bytes may go. */
export interface OldMail {
  id: number
  rawId: number
  /** Its attachments that a ticket shows, by their place in the mail. */
  positions: number[]
}

/** The mail that these bytes are of; undefined when they have to stay. */
export async function findOldMail(reader: Reader, rawId: number): Promise<OldMail | undefined> {
  const mail = await reader
    .selectFrom('ledger')
    .select('id')
    .where('rawId', '=', rawId)
    .where('state', '=', 'decided')
    .where('outcome', 'not in', WAITING)
    .executeTakeFirst()
  if (!mail) return undefined
  const attachments = await reader
    .selectFrom('attachment')
    .select('position')
    .distinct()
    .where('ledgerId', '=', mail.id)
    .execute()
  return { id: mail.id, rawId, positions: attachments.map((row) => row.position) }
}

/**
 * The ledger does not name these bytes any more; false when the mail is in somebody's hands again.
 */
export async function forgetRaw(writer: Writer, { id, rawId }: OldMail): Promise<boolean> {
  const changed = await writer
    .updateTable('ledger')
    .set({ rawId: null })
    .where('id', '=', id)
    .where('rawId', '=', rawId)
    .where('state', '=', 'decided')
    .where('outcome', 'not in', WAITING)
    .executeTakeFirst()
  return changed.numUpdatedRows > 0n
}

export interface OldTicket {
  number: number
  accountId: number | null
  updatedAt: string
}

/**
 * Tickets that were closed before an instant and that nothing happened to since, oldest first,
 * after `from`. What was merged stays while the ticket is there that its replies go to, a
 * customer's ticket and the case that it was escalated to while one of them is not closed, and what
 * still has a mail to send.
 */
export async function listOldTickets(
  reader: Reader,
  before: string,
  from: { updatedAt: string; number: number },
  limit: number,
): Promise<OldTicket[]> {
  const { rows } = await sql<OldTicket>`
    select "number", "accountId", "updatedAt" from "ticket" t
    where ${isOld(before)} and ("updatedAt", "number") > (${from.updatedAt}, ${from.number})
    order by "updatedAt", "number" limit ${limit}`.execute(reader)
  return rows
}

/** Whether a ticket is one of these. */
export async function isOldTicket(
  reader: Reader,
  before: string,
  number: number,
): Promise<boolean> {
  const { rows } = await sql`
    select 1 from "ticket" t where "number" = ${number} and ${isOld(before)}`.execute(reader)
  return rows.length > 0
}

function isOld(before: string) {
  return sql`"status" = 'closed' and "updatedAt" < ${before} and "closedAt" < ${before}
      and not exists (select 1 from "ticket" into_ where into_."number" = t."mergedInto")
      and not exists (select 1 from "ticket" case_
        where case_."escalatedFrom" = t."number" and case_."status" <> 'closed')
      and not exists (select 1 from "ticket" origin
        where origin."number" = t."escalatedFrom" and origin."status" <> 'closed')
      and not exists (select 1 from "outbox"
        where "outbox"."ticket" = t."number" and "outbox"."nextAt" is not null)`
}

/** What is to be removed beside the store once the deletion is committed. */
export interface Leftovers {
  raw: number[]
  /** Ledger ids whose attachments are not shown by any ticket any more. */
  mails: number[]
}

/**
 * Deletes a ticket with all that was said in it and about it. Its number stays in the books
 * of credits and minutes; the ledger keeps when its mails came and what became of them, so
 * that none comes twice.
 */
export async function deleteTicket(writer: Writer, number: number): Promise<Leftovers> {
  const entries = writer.selectFrom('entry').select('id').where('ticket', '=', number)
  const letters = writer.selectFrom('outbox').select('id').where('ticket', '=', number)
  const shown = await writer
    .selectFrom('attachment')
    .select('ledgerId')
    .distinct()
    .where('entryId', 'in', entries)
    .execute()
  await writer.deleteFrom('attachment').where('entryId', 'in', entries).execute()
  await writer.deleteFrom('entryText').where('entryId', 'in', entries).execute()
  await writer.deleteFrom('entry').where('ticket', '=', number).execute()
  await writer.deleteFrom('outboxText').where('outboxId', 'in', letters).execute()
  await writer.deleteFrom('outbox').where('ticket', '=', number).execute()
  for (const table of [
    'participant',
    'event',
    'promise',
    'ticketFields',
    'ticketEntitlement',
    'ticketLink',
  ] as const) {
    await writer.deleteFrom(table).where('ticket', '=', number).execute()
  }
  await writer.deleteFrom('ticketLink').where('other', '=', number).execute()
  await writer.deleteFrom('ticket').where('number', '=', number).execute()
  return await forgetMails(
    writer,
    number,
    shown.map((row) => row.ledgerId),
  )
}

async function forgetMails(
  writer: Writer,
  ticket: number,
  shown: readonly number[],
): Promise<Leftovers> {
  // A mail that waits was only suggested for this ticket.
  await writer
    .updateTable('ledger')
    .set({ ticket: null })
    .where('ticket', '=', ticket)
    .where('outcome', 'in', WAITING)
    .execute()
  const mails = await writer
    .selectFrom('ledger')
    .select(['id', 'rawId'])
    .where('ticket', '=', ticket)
    .execute()
  const gone: Leftovers = { raw: [], mails: [] }
  for (const id of new Set([...shown, ...mails.map((mail) => mail.id)])) {
    if (await isStillShown(writer, id)) continue
    gone.mails.push(id)
  }
  for (const { id, rawId } of mails.filter((mail) => gone.mails.includes(mail.id))) {
    if (rawId !== null) gone.raw.push(rawId)
    await writer
      .updateTable('ledger')
      .set({ rawId: null, fromAddress: null, subject: null, messageId: null, messageIdHash: null })
      .where('id', '=', id)
      .execute()
  }
  return gone
}

/** A split or an escalation shows the same mail in another ticket. */
async function isStillShown(reader: Reader, ledgerId: number): Promise<boolean> {
  for (const table of ['attachment', 'entry'] as const) {
    const found = await reader
      .selectFrom(table)
      .select('id')
      .where('ledgerId', '=', ledgerId)
      .limit(1)
      .executeTakeFirst()
    if (found) return true
  }
  return false
}
