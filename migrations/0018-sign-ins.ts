import type { SchemaModule } from 'kysely'

/** The tokens of OAuth 2.0 sign-ins, sealed, and what the provider said last. */
export async function up({ schema }: { schema: SchemaModule }): Promise<void> {
  await schema
    .createTable('signIn')
    .addColumn('key', 'text', (c) => c.primaryKey())
    .addColumn('sealed', 'text')
    .addColumn('authorizedAt', 'text')
    .addColumn('renewedAt', 'text')
    .addColumn('refusedAt', 'text')
    .addColumn('refusal', 'text')
    .addColumn('toldAt', 'text')
    .execute()
}
