import type { SchemaModule } from 'kysely'
import { column } from '../src/store/dialect.ts'
import { sql } from '../src/store/kysely.ts'

/** Who works on a ticket, how it is to be solved, when its customer hears next, and what it hangs together with. */
export async function up({ schema }: { schema: SchemaModule }): Promise<void> {
  const add = (name: string, type: typeof column.text | typeof column.big) =>
    schema.alterTable('ticket').addColumn(name, type).execute()
  await add('owner', column.text)
  await add('plan', column.text)
  await add('mergedInto', column.big)
  await add('escalatedFrom', column.big)
  await add('clockFrom', column.instant)
  await add('clockDue', column.instant)
  await add('clockNext', column.instant)
  await schema
    .alterTable('ticket')
    .addColumn('clockMissed', column.count, (c) => c.notNull().defaultTo(0))
    .execute()
  // Only what is looked at: tickets whose clock stands still are in none of these.
  const partial = (name: string, of: string) =>
    schema
      .createIndex(name)
      .on('ticket')
      .column(of)
      .where(sql<boolean>`${sql.ref(of)} is not null`)
      .execute()
  await partial('ticket_clock', 'clockNext')
  await partial('ticket_due', 'clockDue')
  await partial('ticket_merged', 'mergedInto')
  await partial('ticket_escalated', 'escalatedFrom')

  await schema
    .createTable('ticketLink')
    .addColumn('ticket', column.big, (c) => c.notNull().references('ticket.number'))
    .addColumn('other', column.big, (c) => c.notNull().references('ticket.number'))
    .addColumn('kind', column.text, (c) => c.notNull())
    .addColumn('at', column.instant, (c) => c.notNull())
    .addColumn('addedBy', column.text, (c) => c.notNull())
    .addPrimaryKeyConstraint('ticketLink_key', ['ticket', 'other', 'kind'])
    .execute()
  await schema.createIndex('ticketLink_other').on('ticketLink').column('other').execute()
}
