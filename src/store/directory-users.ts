import type { Selectable } from 'kysely'
import { type JudgedUser, SYNCED_FIELDS, type SyncedUser } from '../account/directory.ts'
import type { Reader, Writer } from './database.ts'
import { sql } from './kysely.ts'
import { prepared } from './prepared.ts'
import type { DirectoryUserTable } from './tables/directory.ts'

const DIRECTORY_STATES = ['synced', 'failed', 'ready', 'not-eligible', 'gone'] as const
export type DirectoryState = (typeof DIRECTORY_STATES)[number]

export interface DirectoryUser {
  id: number
  accountId: number
  user: SyncedUser
  state: DirectoryState
  reason: string | null
  contactId: number | null
}

const printsOf = prepared((db, v: { accountId: number; after: string; limit: number }) => {
  const fields = SYNCED_FIELDS.map((field) => sql.ref(field))
  const reason = sql`case when "state" = 'not-eligible' then coalesce("reason", '') else '' end`
  return db
    .selectFrom('directoryUser')
    .select(['key', sql<string>`${sql.join([...fields, reason], sql` || '\t' || `)}`.as('print')])
    .where('accountId', '=', v.accountId)
    .where('key', '>', v.after)
    .where('state', '!=', sql.lit('gone'))
    .orderBy('key')
    .limit(v.limit)
})

/**
 * The next users of an account by key, each with what `printOf` makes of it; those that are
 * gone are not among them.
 */
export async function listPrints(
  reader: Reader,
  accountId: number,
  { after, limit }: { after: string; limit: number },
): Promise<[key: string, print: string][]> {
  const { rows } = await printsOf(reader, { accountId, after, limit })
  return rows.map((row) => [row.key, row.print])
}

type Row = Omit<Selectable<DirectoryUserTable>, 'id' | 'contactId' | 'syncedAt'>

const putUser = prepared((db, v: Row) => {
  const { accountId, key, state, reason, changedAt } = v
  const fields = Object.fromEntries(SYNCED_FIELDS.map((field) => [field, v[field]])) as Omit<
    SyncedUser,
    'key'
  >
  return db
    .insertInto('directoryUser')
    .values({ accountId, key, ...fields, state, reason, changedAt })
    .onConflict((c) =>
      c.columns(['accountId', 'key']).doUpdateSet({ ...fields, state, reason, changedAt }),
    )
})

/** Writes users that are new or changed: ready to be synced, or not eligible. */
export async function putUsers(
  writer: Writer,
  accountId: number,
  judged: readonly JudgedUser[],
  changedAt: string,
): Promise<void> {
  for (const { user, reason } of judged) {
    const state = reason === null ? 'ready' : 'not-eligible'
    await putUser(writer, { accountId, ...user, state, reason, changedAt })
  }
}

const setGone = prepared((db, v: { accountId: number; key: string; changedAt: string }) =>
  db
    .updateTable('directoryUser')
    .set({ state: 'gone', reason: null, changedAt: v.changedAt })
    .where('accountId', '=', v.accountId)
    .where('key', '=', v.key),
)

/** These users are in the directory no more; they go when they are taken up. */
export async function markGone(
  writer: Writer,
  accountId: number,
  keys: readonly string[],
  changedAt: string,
): Promise<void> {
  for (const key of keys) await setGone(writer, { accountId, key, changedAt })
}

const usersInState = prepared((db, v: { state: string; after: number; limit: number }) =>
  db
    .selectFrom('directoryUser')
    .selectAll()
    .where('state', '=', v.state)
    .where('id', '>', v.after)
    .orderBy('id')
    .limit(v.limit),
)

/** Users in one state, of all accounts, by ascending id. */
export async function listInState(
  reader: Reader,
  state: DirectoryState,
  after: number,
  limit: number,
): Promise<DirectoryUser[]> {
  const { rows } = await usersInState(reader, { state, after, limit })
  return rows.map(toUser)
}

const settle = prepared(
  (
    db,
    v: {
      id: number
      state: string
      reason: string | null
      contactId: number | null
      syncedAt: string | null
    },
  ) =>
    db
      .updateTable('directoryUser')
      .set({
        state: v.state,
        reason: v.reason,
        contactId: v.contactId,
        syncedAt: v.syncedAt,
      })
      .where('id', '=', v.id),
)

/** Notes what came of a user that was taken up. */
export async function settleUser(
  writer: Writer,
  id: number,
  outcome: {
    state: DirectoryState
    reason: string | null
    contactId: number | null
    syncedAt: string | null
  },
): Promise<void> {
  await settle(writer, { id, ...outcome })
}

export async function dropUser(writer: Writer, id: number): Promise<void> {
  await writer.deleteFrom('directoryUser').where('id', '=', id).execute()
}

/** Forgets what directories said about a person: by who they are here, and by their addresses. */
export async function forgetUsers(
  writer: Writer,
  accountId: number,
  contactId: number,
  addresses: readonly string[],
): Promise<void> {
  await writer.deleteFrom('serviceUser').where('contactId', '=', contactId).execute()
  await writer.deleteFrom('directoryUser').where('contactId', '=', contactId).execute()
  await writer.deleteFrom('directoryUser').where('email', 'in', addresses).execute()
  // A push that waits may name them too; the next one is asked about anew.
  await writer
    .updateTable('directorySync')
    .set({ stopped: null })
    .where('accountId', '=', accountId)
    .execute()
}

/** How many users of an account are in each state. */
export async function countStates(
  reader: Reader,
  accountId: number,
): Promise<Record<DirectoryState, number>> {
  const rows = await reader
    .selectFrom('directoryUser')
    .select(['state', ({ fn }) => fn.countAll<number>().as('count')])
    .where('accountId', '=', accountId)
    .groupBy('state')
    .execute()
  const counts = Object.fromEntries(DIRECTORY_STATES.map((state) => [state, 0]))
  return { ...counts, ...Object.fromEntries(rows.map((r) => [r.state, r.count])) } as Record<
    DirectoryState,
    number
  >
}

/** The users of an account, those that need a look first. */
export async function listUsers(
  reader: Reader,
  accountId: number,
  limit: number,
): Promise<DirectoryUser[]> {
  const rows = await reader
    .selectFrom('directoryUser')
    .selectAll()
    .where('accountId', '=', accountId)
    .orderBy('state')
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map(toUser)
}

const userOfContact = prepared((db, v: { contactId: number }) =>
  db
    .selectFrom('directoryUser')
    .selectAll()
    .where('contactId', '=', v.contactId)
    .where('state', '!=', sql.lit('gone')),
)

/** The user of the directory that a person was synced from; one that is gone is none. */
export async function findUserOf(
  reader: Reader,
  contactId: number,
): Promise<DirectoryUser | undefined> {
  const [row] = (await userOfContact(reader, { contactId })).rows
  return row && toUser(row)
}

function toUser(row: Selectable<DirectoryUserTable>): DirectoryUser {
  const { id, accountId, key, state, reason, contactId } = row
  const fields = Object.fromEntries(SYNCED_FIELDS.map((field) => [field, row[field]]))
  const user = { key, ...fields } as unknown as SyncedUser
  return { id, accountId, user, state: state as DirectoryState, reason, contactId }
}
