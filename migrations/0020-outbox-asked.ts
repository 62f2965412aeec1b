import type { SchemaModule } from 'kysely'
import { sql } from '../src/store/kysely.ts'

/** Mails in doubt that wait for a person, neither to be tried nor over, are few among all that ever were. */
export async function up({ schema }: { schema: SchemaModule }): Promise<void> {
  await schema
    .createIndex('outbox_asked')
    .on('outbox')
    .column('id')
    .where(sql<boolean>`"nextAt" is null and "finishedAt" is null`)
    .execute()
}
