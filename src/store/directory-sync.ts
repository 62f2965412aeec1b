import type { Reader, Writer } from './database.ts'

/** How the sync of an account stands. Instants are UTC ISO-8601. */
export interface DirectorySync {
  /** Where its users come from, as people are told. */
  source: string
  tokenState: 'ok' | 'invalid-login' | 'unknown'
  tokenAt: string | null
  syncState: 'ok' | 'error' | 'unknown'
  syncError: string | null
  syncAt: string | null
  lastRunAt: string | null
  /** Of a file that was read: another one when it was written anew. */
  mark: string | null
}

const UNKNOWN: DirectorySync = {
  source: '',
  tokenState: 'unknown',
  tokenAt: null,
  syncState: 'unknown',
  syncError: null,
  syncAt: null,
  lastRunAt: null,
  mark: null,
}

export async function readSync(reader: Reader, accountId: number): Promise<DirectorySync> {
  const row = await reader
    .selectFrom('directorySync')
    .select([
      'source',
      'tokenState',
      'tokenAt',
      'syncState',
      'syncError',
      'syncAt',
      'lastRunAt',
      'mark',
    ])
    .where('accountId', '=', accountId)
    .executeTakeFirst()
  return row ? (row as DirectorySync) : UNKNOWN
}

/** Notes what is new about the sync of an account. */
export async function noteSync(
  writer: Writer,
  accountId: number,
  news: Partial<DirectorySync>,
): Promise<void> {
  await writer
    .insertInto('directorySync')
    .values({ ...UNKNOWN, ...news, accountId })
    .onConflict((c) => c.column('accountId').doUpdateSet(news))
    .execute()
}

/** Keeps a push that waits for a person, in place of any before; null: none waits any more. */
export async function keepStopped(writer: Writer, accountId: number, push: unknown): Promise<void> {
  await writer
    .updateTable('directorySync')
    .set({ stopped: push === null ? null : JSON.stringify(push) })
    .where('accountId', '=', accountId)
    .execute()
}

/** Account IDs whose directories are not synced at the moment. */
export async function listTroubled(reader: Reader, limit: number): Promise<string[]> {
  const rows = await reader
    .selectFrom('directorySync')
    .innerJoin('account', 'account.id', 'directorySync.accountId')
    .select('account.accountId')
    .where(({ eb, or }) =>
      or([eb('tokenState', '=', 'invalid-login'), eb('syncState', '=', 'error')]),
    )
    .orderBy('account.id')
    .limit(limit)
    .execute()
  return rows.map((row) => row.accountId)
}

export async function hasStopped(reader: Reader, accountId: number): Promise<boolean> {
  const row = await reader
    .selectFrom('directorySync')
    .select('accountId')
    .where('accountId', '=', accountId)
    .where('stopped', 'is not', null)
    .executeTakeFirst()
  return row !== undefined
}

/** The push that waits for a person, as it was kept. */
export async function readStopped(reader: Reader, accountId: number): Promise<unknown> {
  const row = await reader
    .selectFrom('directorySync')
    .select('stopped')
    .where('accountId', '=', accountId)
    .executeTakeFirst()
  return row?.stopped ? JSON.parse(row.stopped) : null
}
