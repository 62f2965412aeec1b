import type { SchemaModule } from 'kysely'
import { column } from '../src/store/dialect.ts'

/** What somebody wrote in HTML, made harmless, beside its text. */
export async function up({ schema }: { schema: SchemaModule }): Promise<void> {
  await schema.alterTable('entryText').addColumn('html', column.text).execute()
}
