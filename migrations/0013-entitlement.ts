import type { QueryExecutorProvider, SchemaModule } from 'kysely'
import { appendOnly, column } from '../src/store/dialect.ts'
import { sql } from '../src/store/kysely.ts'

/** Deployments, contracts and credits, and what tickets and held mails rest on. */
export async function up(db: QueryExecutorProvider & { schema: SchemaModule }): Promise<void> {
  const { schema } = db
  await deployments(schema)
  await contracts(schema)
  await credits(schema)
  await entitlements(schema)
  for (const table of ['deploymentCover', 'contract', 'creditEntry', 'workTime']) {
    await appendOnly(db, table)
  }
}

async function deployments(schema: SchemaModule): Promise<void> {
  await schema
    .createTable('deployment')
    .addColumn('id', column.id)
    .addColumn('deploymentId', column.text, (c) => c.notNull())
    .addColumn('deploymentKey', column.text, (c) => c.notNull().unique())
    .addColumn('accountId', column.big, (c) => c.notNull().references('account.id'))
    .addColumn('product', column.text, (c) => c.notNull())
    .addColumn('serial', column.text)
    .addColumn('connectedTo', column.text)
    .addColumn('addedAt', column.instant, (c) => c.notNull())
    .addColumn('addedBy', column.text, (c) => c.notNull())
    .execute()
  await schema.createIndex('deployment_account').on('deployment').column('accountId').execute()
  await schema
    .createTable('deploymentCover')
    .addColumn('id', column.id)
    .addColumn('deploymentId', column.big, (c) => c.notNull().references('deployment.id'))
    .addColumn('kind', column.text, (c) => c.notNull())
    .addColumn('until', column.text, (c) => c.notNull())
    .addColumn('at', column.instant, (c) => c.notNull())
    .addColumn('actor', column.text, (c) => c.notNull())
    .execute()
  await schema
    .createIndex('deployment_cover')
    .on('deploymentCover')
    .columns(['deploymentId', 'kind', 'id'])
    .execute()
  await schema.createIndex('deployment_cover_end').on('deploymentCover').column('until').execute()
}

async function contracts(schema: SchemaModule): Promise<void> {
  await schema
    .createTable('contract')
    .addColumn('id', column.id)
    .addColumn('accountId', column.big, (c) => c.notNull().references('account.id'))
    .addColumn('deploymentId', column.big, (c) => c.references('deployment.id'))
    .addColumn('product', column.text, (c) => c.notNull())
    .addColumn('type', column.text, (c) => c.notNull())
    .addColumn('starts', column.text, (c) => c.notNull())
    .addColumn('ends', column.text, (c) => c.notNull())
    .addColumn('included', column.count, (c) => c.notNull())
    .addColumn('renews', column.big)
    .addColumn('at', column.instant, (c) => c.notNull())
    .addColumn('actor', column.text, (c) => c.notNull())
    .execute()
  await schema.createIndex('contract_account').on('contract').column('accountId').execute()
  await schema.createIndex('contract_deployment').on('contract').column('deploymentId').execute()
  await schema.createIndex('contract_end').on('contract').column('ends').execute()
}

async function credits(schema: SchemaModule): Promise<void> {
  await schema
    .createTable('creditEntry')
    .addColumn('id', column.id)
    .addColumn('accountId', column.big, (c) => c.notNull().references('account.id'))
    .addColumn('at', column.instant, (c) => c.notNull())
    .addColumn('kind', column.text, (c) => c.notNull())
    .addColumn('minutes', column.count, (c) => c.notNull())
    .addColumn('reason', column.text, (c) => c.notNull())
    .addColumn('ticket', column.big)
    .addColumn('actor', column.text, (c) => c.notNull())
    .addColumn('contractId', column.big)
    .execute()
  // The balance is the sum of an account's part of this index alone.
  await schema
    .createIndex('credit_account')
    .on('creditEntry')
    .columns(['accountId', 'minutes'])
    .execute()
  await schema.createIndex('credit_at').on('creditEntry').columns(['at', 'accountId']).execute()
  await schema
    .createIndex('credit_ticket')
    .on('creditEntry')
    .column('ticket')
    .where(sql<boolean>`"ticket" is not null`)
    .execute()
  // The credits of a period are added once.
  await schema
    .createIndex('credit_included')
    .on('creditEntry')
    .column('contractId')
    .unique()
    .where(sql<boolean>`"kind" = 'included'`)
    .execute()
  await schema
    .createTable('workTime')
    .addColumn('id', column.id)
    .addColumn('ticket', column.big, (c) => c.notNull())
    .addColumn('at', column.instant, (c) => c.notNull())
    .addColumn('minutes', column.count, (c) => c.notNull())
    .addColumn('actor', column.text, (c) => c.notNull())
    .execute()
  await schema.createIndex('work_ticket').on('workTime').column('ticket').execute()
}

async function entitlements(schema: SchemaModule): Promise<void> {
  await schema
    .createTable('ticketEntitlement')
    .addColumn('ticket', column.big, (c) => c.primaryKey())
    .addColumn('accountId', column.big, (c) => c.notNull())
    .addColumn('payerId', column.big, (c) => c.notNull())
    .addColumn('deploymentId', column.big)
    .addColumn('because', column.text, (c) => c.notNull())
    .addColumn('unentitled', column.flag, (c) => c.notNull())
    .execute()
  await schema
    .createIndex('ticket_unentitled')
    .on('ticketEntitlement')
    .column('accountId')
    .where(sql<boolean>`"unentitled" = 1`)
    .execute()
  await schema
    .createTable('awaiting')
    .addColumn('ledgerId', column.big, (c) => c.primaryKey())
    .addColumn('accountId', column.big, (c) => c.notNull())
    .addColumn('payerId', column.big, (c) => c.notNull())
    .addColumn('department', column.text, (c) => c.notNull())
    .addColumn('deployment', column.text)
    .addColumn('connectedTo', column.text)
    .addColumn('answer', column.big)
    .addColumn('address', column.text, (c) => c.notNull())
    .execute()
  await schema.createIndex('awaiting_account').on('awaiting').column('accountId').execute()
  await schema.createIndex('awaiting_payer').on('awaiting').column('payerId').execute()
  await schema
    .createTable('announced')
    .addColumn('key', column.text, (c) => c.primaryKey())
    .addColumn('at', column.instant, (c) => c.notNull())
    .execute()
}
