import type { Kysely } from 'kysely'
import { migrations } from '../../migrations/index.ts'
import { Failure } from '../errors.ts'
import { type OnProgress, unseen } from '../progress.ts'
import { sql } from './kysely.ts'
import type { Database } from './schema.ts'

/** Marks the file as ours (PRAGMA application_id): "tktd". */
export const APPLICATION_ID = 0x746b7464

/**
 * Brings the store up to date: all steps that it lacks, or none. Whatever ends it half-way,
 * the program that was there before goes on with the store as it was. Tells before each
 * step how many are done. Throws Failure `lease-held` while a daemon is at work.
 */
export async function migrate(
  db: Kysely<Database>,
  now: string,
  onProgress: OnProgress = unseen,
): Promise<string[]> {
  if ((await countMissing(db)) === 0) return []
  return await db.transaction().execute(async (trx) => {
    await sql`create table if not exists migration (name text primary key, at text not null)`.execute(
      trx,
    )
    // Asked inside the transaction: two programs may start at once.
    const applied = await appliedNames(trx)
    const steps = migrations.filter((step) => !applied.has(step.name))
    if (applied.size > 0) await refuseAtWork(trx, now)
    for (const [i, step] of steps.entries()) {
      onProgress(i, steps.length)
      await step.up(trx)
      await sql`insert into migration (name, at) values (${step.name}, ${now})`.execute(trx)
    }
    await sql`pragma application_id = ${sql.lit(APPLICATION_ID)}`.execute(trx)
    return steps.map((step) => step.name)
  })
}

/** The daemon of an older program would go on, and know nothing of what is new. */
async function refuseAtWork(db: Kysely<Database>, now: string): Promise<void> {
  const held = await sql`select 1 from lease where until > ${now}`.execute(db)
  if (held.rows.length === 0) return
  throw new Failure('lease-held', 'A daemon is at work on this store.', {
    lasting: 'temporary',
    advice: 'Stop it first; where it died, wait for 20 s.',
  })
}

/** Throws when the store and this program do not belong together. */
export async function checkVersion(db: Kysely<Database>): Promise<void> {
  const missing = await countMissing(db)
  if (missing === 0) return
  throw new Failure(
    'store-older',
    missing === migrations.length
      ? 'There is no store yet.'
      : `The store lacks ${missing === 1 ? 'a migration' : `${missing} migrations`}.`,
    { advice: 'Run `ticketd migrate`.' },
  )
}

/** How many migrations the store lacks. Throws Failure `store-newer`, `store-foreign`. */
export async function countMissing(db: Kysely<Database>): Promise<number> {
  await refuseForeign(db)
  const applied = await appliedNames(db).catch(() => new Set<string>())
  const known = new Set(migrations.map((m) => m.name))
  const newer = [...applied].filter((name) => !known.has(name))
  if (newer.length > 0) {
    throw new Failure(
      'store-newer',
      `The store was made by a newer ticketd (it knows ${newer.join(', ')}).`,
      { advice: 'Start the newer program, or restore a backup made with this one.' },
    )
  }
  return migrations.filter((m) => !applied.has(m.name)).length
}

async function appliedNames(db: Kysely<Database>): Promise<Set<string>> {
  const { rows } = await sql<{ name: string }>`select name from migration`.execute(db)
  return new Set(rows.map((r) => r.name))
}

/** A database of another program has tables but not our mark: Failure `store-foreign`. */
export async function refuseForeign(db: Kysely<Database>): Promise<void> {
  const { rows } = await sql<{ application_id: number }>`pragma application_id`.execute(db)
  if (rows[0]?.application_id === APPLICATION_ID) return
  const tables = await sql`
    select 1 from sqlite_master where type = 'table' and name not like 'sqlite_%'`.execute(db)
  if (tables.rows.length === 0) return
  const places = await sql<{ file: string }>`pragma database_list`.execute(db)
  throw new Failure('store-foreign', `${places.rows[0]?.file} belongs to another program.`, {
    advice: 'Name another file in store.url.',
  })
}
