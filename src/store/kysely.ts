import { createRequire } from 'node:module'
import type * as kysely from 'kysely'

/**
 * The CommonJS build of kysely: its 260 files are there in half the time of their ESM twins, and
 * every command waits for them (a tenth of `ticket list`).
 */
export const { CompiledQuery, Kysely, SqliteDialect, SqliteDriver, sql } = createRequire(
  import.meta.url,
)('kysely') as typeof kysely

export type CompiledQuery<Row = unknown> = kysely.CompiledQuery<Row>
export type Kysely<Tables> = kysely.Kysely<Tables>
