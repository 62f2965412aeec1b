import { existsSync, mkdirSync } from 'node:fs'
import path from 'node:path'
import type { Transaction } from 'kysely'
import { Failure } from '../errors.ts'
import type { OnProgress } from '../progress.ts'
import {
  directly,
  ImmediateSqliteDialect,
  openSqlite,
  type Sqlite,
  type SqliteOptions,
} from './dialect.ts'
import { asStoreFailure } from './faults.ts'
import { Kysely } from './kysely.ts'
import { checkVersion, migrate, refuseForeign } from './migrate.ts'
import { goDirectly, run } from './prepared.ts'
import { openRawStore, type RawStore } from './raw.ts'
import type { Database } from './schema.ts'

/** What a reader takes: the whole store, or the transaction that it stands in. */
export type Reader = Kysely<Database>
/** What a writer takes: proof that it stands in a transaction. */
export type Writer = Transaction<Database>

export interface Store {
  /** Read-only connection of its own, for whoever stands in no transaction. */
  read: Reader
  /** Raw mail, in a file of its own beside the store. */
  raw: RawStore
  /**
   * One transaction, begun at once for writing; committed with fsync when `work`
   * resolves, undone when it throws. Use only the writer inside: the connection is held.
   * No network, no prompt in it.
   */
  transact<T>(work: (writer: Writer) => Promise<T>): Promise<T>
  /** A number that changes when another process has committed something. */
  dataVersion(): number
  close(): Promise<void>
}

export interface StoreOptions extends SqliteOptions {
  /** Bring the schema up to date; without it an older store is refused. */
  migrate?: boolean
  /** Told of its steps. */
  onProgress?: OnProgress
  now?: string
}

/**
 * Opens the store in `file` (absolute path), makes it when it is not there.
 * Throws Failure `store-newer`, `store-older`, `store-foreign`, `store-full`, `store-locked`,
 * `store-readonly`, `store-io`.
 */
export async function openStore(file: string, options: StoreOptions = {}): Promise<Store> {
  try {
    // Mail of customers lies there: for its owner only.
    mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 })
    await refuseForeignFile(file)
    refuseLostStore(file)
    const writing = openSqlite(file, options)
    const write = new Kysely<Database>({ dialect: new ImmediateSqliteDialect(writing) })
    if (options.migrate) {
      await migrate(write, options.now ?? new Date().toISOString(), options.onProgress)
    }
    await checkVersion(write)
    await refuseLostRaw(write, rawFileOf(file))
    return assemble(file, writing, write, options)
  } catch (error) {
    throw asStoreFailure(error, file)
  }
}

function assemble(
  file: string,
  writing: Sqlite,
  write: Kysely<Database>,
  options: StoreOptions,
): Store {
  const reading = openSqlite(file, { ...options, readonly: true })
  const read = new Kysely<Database>({ dialect: new ImmediateSqliteDialect(reading) })
  goDirectly(read, directly(reading))
  const writeDirectly = directly(writing)
  const raw = openRaw(rawFileOf(file), options)
  return {
    read,
    raw,
    async transact(work) {
      try {
        return await write.transaction().execute((writer) => {
          goDirectly(writer, writeDirectly)
          return work(writer)
        })
      } catch (error) {
        throw asStoreFailure(error, file)
      }
    },
    dataVersion: () => writing.pragma('data_version', { simple: true }) as number,
    async close() {
      await read.destroy()
      await write.destroy()
      raw.close()
      // Kysely closes nothing that it was never asked to use.
      reading.close()
      writing.close()
    },
  }
}

/** The fault of one file is told of that file. */
function openRaw(file: string, options: SqliteOptions): RawStore {
  try {
    return openRawStore(file, options)
  } catch (error) {
    throw asStoreFailure(error, file)
  }
}

/** Asked without writing: the journal that we want would be kept in the file of another program. */
async function refuseForeignFile(file: string): Promise<void> {
  if (!existsSync(file)) return
  await reading(file, refuseForeign)
}

/** Asks a store, or a copy of one, without opening it for anything else. */
export async function reading<T>(file: string, ask: (reader: Reader) => Promise<T>): Promise<T> {
  const dialect = new ImmediateSqliteDialect(openSqlite(file, { readonly: true }))
  const reader = new Kysely<Database>({ dialect })
  try {
    return await ask(reader)
  } catch (error) {
    throw asStoreFailure(error, file)
  } finally {
    await reader.destroy()
  }
}

/** Returns when no transaction that any process had begun before is still open. */
export function awaitWriters(file: string): void {
  const db = openSqlite(file)
  try {
    db.exec('begin immediate')
    db.exec('rollback')
  } catch (error) {
    throw asStoreFailure(error, file)
  } finally {
    db.close()
  }
}

/** An empty raw store in place of a lost one would hide that mail is gone. */
async function refuseLostRaw(reader: Reader, rawFile: string): Promise<void> {
  if (existsSync(rawFile)) return
  const row = await reader
    .selectFrom('ledger')
    .select('id')
    .where('rawId', 'is not', null)
    .limit(1)
    .executeTakeFirst()
  if (!row) return
  throw new Failure('store-foreign', `The raw mail of this store is missing: ${rawFile}.`, {
    advice: 'Restore it from the backup that the store is from.',
  })
}

/**
 * Beside the raw mail of a desk no new store begins: the mail would belong to nothing, and be swept.
 * Also where none came yet: two stores in one folder would each sweep the mail of the other.
 */
function refuseLostStore(file: string): void {
  const rawFile = rawFileOf(file)
  if (!existsSync(rawFile)) return
  // Asked before it is opened for writing, which would make it: nothing could be restored then.
  if (existsSync(file) && finds(file, 'select 1 from sqlite_master limit 1')) return
  if (holdsMail(rawFile)) {
    throw new Failure('store-foreign', `${file} is lost or empty, but ${rawFile} holds its mail.`, {
      advice: 'Restore both from a backup; to begin anew, move that file away.',
    })
  }
  throw new Failure('store-foreign', `${rawFile} belongs to another store than ${file}.`, {
    advice: 'Give each store a folder of its own; to begin anew, move that file away.',
  })
}

function holdsMail(rawFile: string): boolean {
  return (
    finds(rawFile, "select 1 from sqlite_master where name = 'raw'") &&
    finds(rawFile, 'select 1 from raw limit 1')
  )
}

function finds(file: string, query: string): boolean {
  const db = openSqlite(file, { readonly: true })
  try {
    return db.prepare(query).get() !== undefined
  } finally {
    db.close()
  }
}

/** `data/ticketd.db` keeps its raw mail in `data/raw.db`. */
export function rawFileOf(file: string): string {
  return path.join(path.dirname(file), 'raw.db')
}

/**
 * Runs `work` so that its failure undoes only its own writes: a fault of one mail must not cost the
 * batch. A fault of the store (full, I/O) is thrown on as it is: the whole
 * transaction is lost then.
 */
export async function inSavepoint<T>(writer: Writer, work: () => Promise<T>): Promise<T> {
  await run(writer, 'savepoint step')
  try {
    const value = await work()
    await run(writer, 'release step')
    return value
  } catch (error) {
    const failure = asStoreFailure(error)
    // SQLite has already undone everything on a full disk; there is no savepoint
    // left to go back to.
    if (failure !== error) throw failure
    await run(writer, 'rollback to step')
    await run(writer, 'release step')
    throw error
  }
}
