import type { CaseFields } from '../ticket/case-fields.ts'
import type { Reader, Writer } from './database.ts'

/** What the writer stated about a case; most mails state nothing and have no row. */
export async function findTicketFields(reader: Reader, ticket: number): Promise<CaseFields> {
  const row = await reader
    .selectFrom('ticketFields')
    .select('fields')
    .where('ticket', '=', ticket)
    .executeTakeFirst()
  return row ? (JSON.parse(row.fields) as CaseFields) : {}
}

/** Keeps these fields in place of those that were known. */
export async function setTicketFields(
  writer: Writer,
  ticket: number,
  fields: CaseFields,
): Promise<void> {
  const json = JSON.stringify(fields)
  await writer
    .insertInto('ticketFields')
    .values({ ticket, fields: json })
    .onConflict((c) => c.column('ticket').doUpdateSet({ fields: json }))
    .execute()
}
