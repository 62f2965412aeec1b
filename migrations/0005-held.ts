import type { SchemaModule } from 'kysely'
import { sql } from '../src/store/kysely.ts'

/** Held mails of one writer: found when the address becomes known. */
export async function up({ schema }: { schema: SchemaModule }): Promise<void> {
  await schema
    .createIndex('ledger_held')
    .on('ledger')
    .column('fromAddress')
    .where(sql<boolean>`"outcome" = 'held'`)
    .execute()
}
