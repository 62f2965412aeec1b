import { openSqlite } from './dialect.ts'

/** Sentences shown at most: what is broken is broken in many places. */
const MOST = 5

/**
 * What SQLite finds wrong inside of a database file, a phrase each; reads all of it. Throws what
 * SQLite throws for a file that it cannot read at all.
 */
export function faultsOf(file: string): string[] {
  const db = openSqlite(file, { readonly: true })
  try {
    const found = db.pragma(`quick_check(${MOST})`) as { quick_check: string }[]
    const words = found.map((row) => row.quick_check).filter((text) => text !== 'ok')
    if (words.length > 0) return words
    const orphans = db.pragma('foreign_key_check') as { table: string; parent: string }[]
    const pairs = new Set(orphans.map(({ table, parent }) => `${table} names rows of ${parent}`))
    return [...pairs].slice(0, MOST).map((pair) => `${pair} that are not there`)
  } finally {
    db.close()
  }
}
