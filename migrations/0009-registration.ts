import type { SchemaModule } from 'kysely'
import { column } from '../src/store/dialect.ts'

/** Tokens of accounts, the codes that are mailed, and registrations that wait for the terms. */
export async function up({ schema }: { schema: SchemaModule }): Promise<void> {
  await schema
    .createTable('accountToken')
    .addColumn('accountId', column.big, (c) => c.primaryKey().references('account.id'))
    .addColumn('sealed', column.text, (c) => c.notNull())
    .addColumn('hash', column.text, (c) => c.notNull())
    .addColumn('madeAt', column.instant, (c) => c.notNull())
    .execute()
  await schema
    .createTable('oneTimeCode')
    .addColumn('purpose', column.text, (c) => c.notNull())
    .addColumn('accountId', column.big, (c) => c.notNull().references('account.id'))
    .addColumn('address', column.text, (c) => c.notNull())
    .addColumn('hash', column.text, (c) => c.notNull())
    .addColumn('tries', column.count, (c) => c.notNull())
    .addColumn('validUntil', column.instant, (c) => c.notNull())
    .addPrimaryKeyConstraint('oneTimeCode_key', ['accountId', 'purpose', 'address'])
    .execute()
  await schema
    .createTable('registrationDraft')
    .addColumn('address', column.text, (c) => c.primaryKey())
    .addColumn('ledgerId', column.big, (c) => c.notNull())
    .addColumn('form', column.json, (c) => c.notNull())
    .addColumn('termsVersion', column.text, (c) => c.notNull())
    .addColumn('at', column.instant, (c) => c.notNull())
    .execute()
}
