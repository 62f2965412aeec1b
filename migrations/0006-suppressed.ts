import type { SchemaModule } from 'kysely'
import { column } from '../src/store/dialect.ts'
import { sql } from '../src/store/kysely.ts'

/** Addresses that nothing is sent to any more, and the way from a report to a mail of no ticket. */
export async function up({ schema }: { schema: SchemaModule }): Promise<void> {
  await schema
    .createTable('suppressed')
    .addColumn('address', column.text, (c) => c.primaryKey())
    .addColumn('kind', column.text, (c) => c.notNull())
    .addColumn('reason', column.text, (c) => c.notNull())
    .addColumn('since', column.instant, (c) => c.notNull())
    // No references: SQLite would look in here at every mail that is written.
    .addColumn('outboxId', column.big)
    .addColumn('ledgerId', column.big)
    .addColumn('liftedAt', column.instant)
    .addColumn('heardAt', column.instant)
    .execute()
  await schema
    .createIndex('suppressed_now')
    .on('suppressed')
    .column('since')
    .where(sql<boolean>`"liftedAt" is null`)
    .execute()
  // Mails of a ticket are found by ticket and sequence; those of no ticket are few.
  await schema
    .createIndex('outbox_mail_id')
    .on('outbox')
    .column('messageId')
    .where(sql<boolean>`"ticket" is null`)
    .execute()
}
