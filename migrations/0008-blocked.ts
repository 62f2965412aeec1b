import type { SchemaModule } from 'kysely'
import { column } from '../src/store/dialect.ts'

/** Addresses and domains whose mail is refused, besides those of the configuration. */
export async function up({ schema }: { schema: SchemaModule }): Promise<void> {
  await schema
    .createTable('blocked')
    // An address, or a domain with all below it.
    .addColumn('name', column.text, (c) => c.primaryKey())
    .addColumn('reason', column.text)
    .addColumn('actor', column.text, (c) => c.notNull())
    .addColumn('since', column.instant, (c) => c.notNull())
    .execute()
}
