import type { SchemaModule } from 'kysely'
import { column } from '../src/store/dialect.ts'

/** What a writer states about a case at the top of a first mail. */
export async function up({ schema }: { schema: SchemaModule }): Promise<void> {
  await schema
    .createTable('ticketFields')
    .addColumn('ticket', column.big, (c) => c.primaryKey().references('ticket.number'))
    .addColumn('fields', column.json, (c) => c.notNull())
    .execute()
}
