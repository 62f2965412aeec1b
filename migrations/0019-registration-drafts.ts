import type { SchemaModule } from 'kysely'

/** Registrations that nobody came back to are found by their age. */
export async function up({ schema }: { schema: SchemaModule }): Promise<void> {
  await schema.createIndex('registrationDraft_at').on('registrationDraft').column('at').execute()
}
