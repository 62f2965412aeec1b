import type { SchemaModule } from 'kysely'
import { column } from '../src/store/dialect.ts'

/** Every update that was promised and has come, in time or late: what the report of the cadence counts. */
export async function up({ schema }: { schema: SchemaModule }): Promise<void> {
  await schema
    .createTable('promise')
    .addColumn('id', column.id)
    .addColumn('ticket', column.big, (c) => c.notNull().references('ticket.number'))
    .addColumn('priority', column.text, (c) => c.notNull())
    .addColumn('planned', column.flag, (c) => c.notNull())
    .addColumn('department', column.text, (c) => c.notNull())
    .addColumn('madeAt', column.instant, (c) => c.notNull())
    .addColumn('dueAt', column.instant, (c) => c.notNull())
    .addColumn('endedAt', column.instant, (c) => c.notNull())
    .execute()
  await schema.createIndex('promise_ended').on('promise').column('endedAt').execute()
  await schema.createIndex('promise_ticket').on('promise').column('ticket').execute()
}
