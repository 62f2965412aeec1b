import type { Writer } from './database.ts'
import { ImmediateSqliteDialect, openSqlite } from './dialect.ts'
import { asStoreFailure } from './faults.ts'
import { findKeyPrint } from './key-print.ts'
import { Kysely, sql } from './kysely.ts'
import { ENDED } from './lease.ts'
import { countMissing } from './migrate.ts'
import type { Database } from './schema.ts'

export interface Restored {
  /** Migrations that the store lacks. */
  missing: number
  /** Mails that waited when the backup was made, and wait for a person now. */
  inDoubt: number
  /** By what its key is known; undefined where no key was used. */
  keyPrint: string | undefined
}

/** So many numbers may have been given after the backup. */
const GAP = 1000

/**
 * Makes a store from a backup ready to be worked with, before it gets its place. After an accident
 * (`isMoved` false) what waited in the outbox may have left since, and numbers may have been given
 * since: the mails wait for a person, and all numbers skip a thousand, those in Message-IDs too.
 * Throws Failure `store-newer`, `store-foreign`.
 */
export async function prepareRestored(file: string, isMoved: boolean): Promise<Restored> {
  try {
    const db = new Kysely<Database>({ dialect: new ImmediateSqliteDialect(openSqlite(file)) })
    try {
      const missing = await countMissing(db)
      const keyPrint = await findKeyPrint(db)
      const inDoubt = await db.transaction().execute(async (writer) => {
        // Nobody has it, and its epoch goes on: mails that were leaving are known by theirs.
        await writer.updateTable('lease').set({ until: ENDED }).execute()
        return isMoved ? 0 : await distrust(writer)
      })
      // One file again, that can be renamed.
      await sql`pragma journal_mode = delete`.execute(db)
      return { missing, inDoubt, keyPrint }
    } finally {
      await db.destroy()
    }
  } catch (error) {
    throw asStoreFailure(error)
  }
}

async function distrust(writer: Writer): Promise<number> {
  await writer
    .updateTable('counter')
    .set((eb) => ({ value: eb('value', '+', GAP) }))
    .execute()
  await writer
    .updateTable('ticket')
    .set((eb) => ({ seq: eb('seq', '+', GAP) }))
    .execute()
  const waiting = await writer
    .updateTable('outbox')
    .set({
      status: 'uncertain',
      nextAt: null,
      error: 'It waited when the backup was made, and may have left after that.',
    })
    .where('nextAt', 'is not', null)
    .executeTakeFirst()
  return Number(waiting.numUpdatedRows)
}
