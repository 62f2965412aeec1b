import { closeSync, existsSync, openSync } from 'node:fs'
import SqliteDatabase from 'better-sqlite3'
import type {
  DatabaseConnection,
  Driver,
  QueryExecutorProvider,
  QueryResult,
  SqliteDialectConfig,
} from 'kysely'
import { CompiledQuery, SqliteDialect, SqliteDriver, sql } from './kysely.ts'

/**
 * Where the two databases differ, so that nothing else has to know. Column types are named by what
 * they hold; migrations use these too.
 */
export const column = {
  /** Key made by the store. AUTOINCREMENT: a number once given is never given again. */
  id: sql`integer primary key autoincrement`,
  text: 'text',
  /** 24 characters of UTC ISO-8601. */
  instant: 'text',
  json: 'text',
  /** UIDs, UIDVALIDITY and sizes pass 2^31. */
  big: 'bigint',
  flag: 'integer',
  count: 'integer',
  bytes: 'blob',
} as const

/** From now on rows of a table are only ever added: what is as good as money has no other past. */
export async function appendOnly(db: QueryExecutorProvider, table: string): Promise<void> {
  for (const change of ['update', 'delete']) await forbid(db, table, change)
}

async function forbid(db: QueryExecutorProvider, table: string, change: string): Promise<void> {
  await sql`create trigger ${sql.ref(`${table}_no_${change}`)} before ${sql.raw(change)} on ${sql.ref(table)}
      begin select raise(abort, 'rows of this table are only added'); end`.execute(db)
}

/**
 * Changes rows of such a table all the same, within the transaction of `db`: a name has to go from
 * the books, too, when a person is erased.
 */
export async function amending(
  db: QueryExecutorProvider,
  table: string,
  work: () => Promise<void>,
): Promise<void> {
  await sql`drop trigger ${sql.ref(`${table}_no_update`)}`.execute(db)
  await work()
  await forbid(db, table, 'update')
}

export type Sqlite = SqliteDatabase.Database

export interface SqliteOptions {
  readonly?: boolean
  /** How long a writer waits for another process, in milliseconds. */
  busyTimeout?: number
  /** For tests of a full store: the most pages that the file may have. */
  maxPages?: number
  /** Told of every statement with its values; for tests that ask how it is answered. */
  onStatement?: (text: string) => void
}

/** Opens a file with the settings that the promise rests on: WAL, fsync on commit, foreign keys. */
export function openSqlite(file: string, options: SqliteOptions = {}): Sqlite {
  // Mail of customers: for its owner only. What SQLite puts beside it takes the same mode.
  if (!options.readonly && !existsSync(file)) closeSync(openSync(file, 'a', 0o600))
  const db = new SqliteDatabase(file, {
    readonly: options.readonly ?? false,
    timeout: options.busyTimeout ?? 10_000,
    ...(options.onStatement && { verbose: (text) => options.onStatement?.(String(text)) }),
  })
  if (!options.readonly) {
    db.pragma('journal_mode = WAL')
    db.pragma('synchronous = FULL')
    // 16 MB of pages between two checkpoints: with the usual 4 MB every fourth batch waits for one.
    db.pragma('wal_autocheckpoint = 4000')
  }
  db.pragma('foreign_keys = ON')
  // KiB of pages; the reading connection is only asked now and then. Twice as many for the
  // writing one answer no faster, with 1,000 tickets nor with 1,000,000 (0.53 and 0.77 ms a
  // mail), and cost 25 MB.
  db.pragma(`cache_size = -${options.readonly ? 8_000 : 16_000}`)
  db.pragma('temp_store = MEMORY')
  if (options.maxPages !== undefined) db.pragma(`max_page_count = ${options.maxPages}`)
  return db
}

/**
 * Every transaction is BEGIN IMMEDIATE: one that reads first and writes later would otherwise fail
 * at once with SQLITE_BUSY_SNAPSHOT, however long the busy timeout is.
 */
class ImmediateDriver extends SqliteDriver {
  readonly #db: Sqlite

  constructor(config: SqliteDialectConfig, db: Sqlite) {
    super(config)
    this.#db = db
  }

  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'))
  }

  /** A full disk has undone it already: to roll back once more would fail, and hide the reason. */
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    if (this.#db.inTransaction) await super.rollbackTransaction(connection)
  }
}

export class ImmediateSqliteDialect extends SqliteDialect {
  readonly #config: SqliteDialectConfig
  readonly #db: Sqlite

  constructor(db: Sqlite) {
    const config = { database: withStatementCache(db) }
    super(config)
    this.#config = config
    this.#db = db
  }

  override createDriver(): Driver {
    return new ImmediateDriver(this.#config, this.#db)
  }
}

/**
 * Runs a statement at once and keeps it: what Kysely's way of a dozen promises comes to in the end.
 */
export function directly(db: Sqlite) {
  const { prepare } = withStatementCache(db)
  return (text: string, values: readonly unknown[]): QueryResult<unknown> => {
    const statement = prepare(text)
    if (statement.reader) return { rows: statement.all(values) }
    return { rows: [], numAffectedRows: BigInt(statement.run(values).changes) }
  }
}

/** Kysely prepares every execution anew; keeping the statements gives a third of its cost back. */
function withStatementCache(db: Sqlite, limit = 500) {
  const statements = new Map<string, SqliteDatabase.Statement>()
  return {
    close: () => void db.close(),
    prepare(text: string) {
      let statement = statements.get(text)
      if (!statement) {
        if (statements.size >= limit) statements.clear()
        statement = db.prepare(text)
        statements.set(text, statement)
      }
      return statement as SqliteDatabase.Statement & { reader: boolean }
    },
  }
}
