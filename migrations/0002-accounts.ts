import type { SchemaModule } from 'kysely'
import { column } from '../src/store/dialect.ts'

/** Accounts, the people of them, and whom their issue reports go to. */
export async function up({ schema }: { schema: SchemaModule }): Promise<void> {
  await schema
    .createTable('account')
    .addColumn('id', column.id)
    .addColumn('accountId', column.text, (c) => c.notNull().unique())
    .addColumn('kind', column.text, (c) => c.notNull())
    .addColumn('model', column.text)
    .addColumn('company', column.text, (c) => c.notNull())
    .addColumn('companyKey', column.text, (c) => c.notNull().unique())
    .addColumn('partnerId', column.big, (c) => c.references('account.id'))
    .addColumn('state', column.text, (c) => c.notNull())
    .addColumn('locale', column.text)
    .addColumn('createdAt', column.instant, (c) => c.notNull())
    .execute()
  await schema.createIndex('account_partner').on('account').columns(['partnerId', 'id']).execute()

  await schema
    .createTable('contact')
    .addColumn('id', column.id)
    .addColumn('name', column.text, (c) => c.notNull())
    .addColumn('phone', column.text)
    .addColumn('locale', column.text)
    .addColumn('accountId', column.big, (c) => c.notNull().references('account.id'))
    .addColumn('state', column.text, (c) => c.notNull())
    .addColumn('createdAt', column.instant, (c) => c.notNull())
    .execute()
  await schema.createIndex('contact_account').on('contact').columns(['accountId', 'id']).execute()

  await schema
    .createTable('contactAddress')
    .addColumn('address', column.text, (c) => c.primaryKey())
    .addColumn('contactId', column.big, (c) => c.notNull().references('contact.id'))
    .addColumn('main', column.flag, (c) => c.notNull())
    .execute()
  await schema
    .createIndex('contactAddress_contact')
    .on('contactAddress')
    .column('contactId')
    .execute()

  await schema
    .createTable('contactRole')
    .addColumn('contactId', column.big, (c) => c.notNull().references('contact.id'))
    .addColumn('accountId', column.big, (c) => c.notNull().references('account.id'))
    .addColumn('role', column.text, (c) => c.notNull())
    .addPrimaryKeyConstraint('contactRole_key', ['contactId', 'accountId', 'role'])
    .execute()
  await schema
    .createIndex('contactRole_account')
    .on('contactRole')
    .columns(['accountId', 'role'])
    .execute()

  await schema
    .createTable('supportContact')
    .addColumn('accountId', column.big, (c) => c.notNull().references('account.id'))
    .addColumn('address', column.text, (c) => c.notNull())
    .addColumn('contactId', column.big, (c) => c.references('contact.id'))
    .addColumn('desk', column.flag, (c) => c.notNull().defaultTo(0))
    .addColumn('addedAt', column.instant, (c) => c.notNull())
    .addPrimaryKeyConstraint('supportContact_key', ['accountId', 'address'])
    .execute()
  await schema
    .createIndex('supportContact_address')
    .on('supportContact')
    .column('address')
    .execute()
  await schema
    .createIndex('supportContact_contact')
    .on('supportContact')
    .column('contactId')
    .execute()
}
