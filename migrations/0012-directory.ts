import type { SchemaModule } from 'kysely'
import { column } from '../src/store/dialect.ts'

/** Users that the directories of accounts have pushed, how each sync stands, and add-on services. */
export async function up({ schema }: { schema: SchemaModule }): Promise<void> {
  await schema
    .createTable('directoryUser')
    .addColumn('id', column.id)
    .addColumn('accountId', column.big, (c) => c.notNull().references('account.id'))
    .addColumn('key', column.text, (c) => c.notNull())
    .addColumn('firstName', column.text, (c) => c.notNull())
    .addColumn('lastName', column.text, (c) => c.notNull())
    .addColumn('email', column.text, (c) => c.notNull())
    .addColumn('phone', column.text, (c) => c.notNull())
    .addColumn('fax', column.text, (c) => c.notNull())
    .addColumn('trunkGroup', column.text, (c) => c.notNull())
    .addColumn('trunkRange', column.text, (c) => c.notNull())
    .addColumn('mailboxAddress', column.text, (c) => c.notNull())
    .addColumn('deliverAs', column.text, (c) => c.notNull())
    .addColumn('state', column.text, (c) => c.notNull())
    .addColumn('reason', column.text)
    .addColumn('contactId', column.big, (c) => c.references('contact.id'))
    .addColumn('changedAt', column.instant, (c) => c.notNull())
    .addColumn('syncedAt', column.instant)
    .addUniqueConstraint('directoryUser_key', ['accountId', 'key'])
    .execute()
  await schema
    .createIndex('directoryUser_account')
    .on('directoryUser')
    .columns(['accountId', 'state'])
    .execute()
  // What waits to be taken up, in order.
  await schema
    .createIndex('directoryUser_state')
    .on('directoryUser')
    .columns(['state', 'id'])
    .execute()
  await schema
    .createIndex('directoryUser_contact')
    .on('directoryUser')
    .column('contactId')
    .execute()

  await schema
    .createTable('directorySync')
    .addColumn('accountId', column.big, (c) => c.primaryKey().references('account.id'))
    .addColumn('source', column.text, (c) => c.notNull())
    .addColumn('tokenState', column.text, (c) => c.notNull())
    .addColumn('tokenAt', column.instant)
    .addColumn('syncState', column.text, (c) => c.notNull())
    .addColumn('syncError', column.text)
    .addColumn('syncAt', column.instant)
    .addColumn('lastRunAt', column.instant)
    .addColumn('mark', column.text)
    .addColumn('stopped', column.json)
    .execute()

  await schema
    .createTable('accountService')
    .addColumn('accountId', column.big, (c) => c.notNull().references('account.id'))
    .addColumn('service', column.text, (c) => c.notNull())
    .addColumn('state', column.text, (c) => c.notNull())
    .addColumn('settings', column.json, (c) => c.notNull())
    .addColumn('changedAt', column.instant, (c) => c.notNull())
    .addPrimaryKeyConstraint('accountService_key', ['accountId', 'service'])
    .execute()
  await schema
    .createTable('serviceUser')
    .addColumn('id', column.id)
    .addColumn('accountId', column.big, (c) => c.notNull().references('account.id'))
    .addColumn('service', column.text, (c) => c.notNull())
    .addColumn('contactId', column.big, (c) => c.notNull().references('contact.id'))
    .addColumn('given', column.text, (c) => c.notNull())
    .addColumn('state', column.text, (c) => c.notNull())
    .addColumn('reason', column.text)
    .addColumn('changedAt', column.instant, (c) => c.notNull())
    .addUniqueConstraint('serviceUser_key', ['accountId', 'service', 'contactId', 'given'])
    .execute()
  await schema.createIndex('serviceUser_contact').on('serviceUser').column('contactId').execute()
}
