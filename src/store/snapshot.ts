import { closeSync, openSync } from 'node:fs'
import path from 'node:path'
import { Failure } from '../errors.ts'
import { type OnProgress, unseen } from '../progress.ts'
import type { Part } from './archive.ts'
import { rawFileOf } from './database.ts'
import { openSqlite, type Sqlite } from './dialect.ts'
import { asStoreFailure } from './faults.ts'
import { faultsOf } from './integrity.ts'
import { APPLICATION_ID } from './migrate.ts'

/** Copied at one go, before others in this process have a turn. */
const PAGES = 100

/** Names of the two databases in a backup. */
export const STORE_PART = 'ticketd.db'
export const RAW_PART = 'raw.db'

/**
 * Copies both databases of the store into `folder`, as they stand at one instant, while others go
 * on writing, and tells how many bytes are copied. Throws Failure `store-foreign` for what is no
 * store or is damaged, and those of `openStore`.
 */
export async function snapshot(
  file: string,
  folder: string,
  onProgress: OnProgress = unseen,
): Promise<Part[]> {
  const files = [
    { name: STORE_PART, from: file },
    { name: RAW_PART, from: rawFileOf(file) },
  ]
  const open: Sqlite[] = []
  try {
    for (const { name, from } of files) {
      const db = openSqlite(from, { readonly: true })
      open.push(db)
      if (name === STORE_PART) refuseForeign(db, file)
    }
    for (const db of open) {
      // A transaction that has read stays at its instant: without it every write of another process
      // would begin the copy anew. The ledger first: what it names has its bytes already.
      db.exec('begin')
      db.prepare('select count(*) from sqlite_master').get()
    }
    const total = open.reduce((sum, db) => sum + sizeOf(db), 0)
    let done = 0
    const parts: Part[] = []
    for (const [i, { name }] of files.entries()) {
      const copy = path.join(folder, name)
      closeSync(openSync(copy, 'wx', 0o600))
      const db = open[i] as Sqlite
      await db.backup(copy, {
        progress({ totalPages, remainingPages }) {
          onProgress(done + (totalPages - remainingPages) * pageSize(db), total)
          return PAGES
        },
      })
      done += sizeOf(db)
      refuseDamaged(copy, file)
      parts.push({ name, file: copy })
    }
    return parts
  } catch (error) {
    throw asStoreFailure(error, file)
  } finally {
    for (const db of open) db.close()
  }
}

function pageSize(db: Sqlite): number {
  return db.pragma('page_size', { simple: true }) as number
}

/** In bytes. */
function sizeOf(db: Sqlite): number {
  return (db.pragma('page_count', { simple: true }) as number) * pageSize(db)
}

function refuseForeign(db: Sqlite, file: string): void {
  if (db.pragma('application_id', { simple: true }) === APPLICATION_ID) return
  throw new Failure('store-foreign', `${file} belongs to another program, or is no store yet.`, {
    advice: 'Correct store.url.',
  })
}

/** A copy of damage is no backup, and nobody would notice before it is needed. */
function refuseDamaged(copy: string, file: string): void {
  const faults = faultsOf(copy)
  if (faults.length === 0) return
  throw new Failure('store-foreign', `The store ${file} is damaged: ${faults[0]}.`, {
    advice: 'Restore it from an earlier backup.',
  })
}
