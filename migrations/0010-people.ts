import type { SchemaModule } from 'kysely'
import { column } from '../src/store/dialect.ts'
import { sql } from '../src/store/kysely.ts'

/** Where a person came from and how far they have answered, who is forgotten, and more about accounts. */
export async function up({ schema }: { schema: SchemaModule }): Promise<void> {
  await schema.alterTable('contact').addColumn('source', column.text).execute()
  await schema.alterTable('contact').addColumn('invitation', column.text).execute()

  await schema
    .createTable('erasedHash')
    .addColumn('hash', column.text, (c) => c.primaryKey())
    .addColumn('at', column.instant, (c) => c.notNull())
    .execute()

  await schema.alterTable('account').addColumn('helpDesk', column.text).execute()
  await schema
    .alterTable('account')
    .addColumn('member', column.flag, (c) => c.notNull().defaultTo(0))
    .execute()
  await schema.alterTable('account').addColumn('supportUntil', column.instant).execute()
  await schema
    .createTable('accountDomain')
    .addColumn('domain', column.text, (c) => c.primaryKey())
    .addColumn('accountId', column.big, (c) => c.notNull().references('account.id'))
    .execute()
  await schema
    .createIndex('accountDomain_account')
    .on('accountDomain')
    .columns(['accountId', 'domain'])
    .execute()

  // What lapses one day is looked for once an hour.
  await schema
    .createIndex('account_pending')
    .on('account')
    .column('createdAt')
    .where(sql<boolean>`"state" = 'pending'`)
    .execute()
  await schema
    .createIndex('ledger_held_since')
    .on('ledger')
    .column('receivedAt')
    .where(sql<boolean>`"outcome" = 'held' and "ticket" is null`)
    .execute()
}
