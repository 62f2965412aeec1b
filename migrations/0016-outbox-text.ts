import type { QueryExecutorProvider, SchemaModule } from 'kysely'
import { sql } from '../src/store/kysely.ts'

/**
 * The words of mails that leave get a table of their own: a row of the outbox is written anew at every
 * step of its way, and with its texts inside all of them were written with it.
 */
export async function up(db: QueryExecutorProvider & { schema: SchemaModule }): Promise<void> {
  await sql`create table "outboxText" (
    "outboxId" integer primary key references "outbox" ("id"),
    "text" text not null, "html" text not null)`.execute(db)
  await sql`insert into "outboxText" select "id", "text", coalesce("html", '') from "outbox"
    where "text" is not null`.execute(db)
  await db.schema.dropIndex('outbox_bodies').execute()
  await db.schema.alterTable('outbox').dropColumn('text').execute()
  await db.schema.alterTable('outbox').dropColumn('html').execute()
}
