import type { Reader, Writer } from './database.ts'
import { sql } from './kysely.ts'
import { prepared } from './prepared.ts'
import type { BlockedTable } from './tables/blocked.ts'

export type Blocked = BlockedTable

/** False when it is blocked already: the first reason stays. */
export async function block(writer: Writer, blocked: Blocked): Promise<boolean> {
  const result = await writer
    .insertInto('blocked')
    .values(blocked)
    .onConflict((c) => c.doNothing())
    .executeTakeFirst()
  return (result.numInsertedOrUpdatedRows ?? 0n) > 0n
}

/** False when it is not blocked. */
export async function unblock(writer: Writer, name: string): Promise<boolean> {
  const result = await writer.deleteFrom('blocked').where('name', '=', name).executeTakeFirst()
  return result.numDeletedRows > 0n
}

/** The newest first. */
export async function listBlocked(reader: Reader, limit: number): Promise<Blocked[]> {
  return await reader
    .selectFrom('blocked')
    .selectAll()
    .orderBy('since', 'desc')
    .orderBy('name')
    .limit(limit)
    .execute()
}

/** What is known of an address itself: whether it may write, and whether it can be written to. */
export interface AddressStanding {
  /** What is blocked, and why, as its row says; null: it may write. */
  blocked: { name: string; reason: string | null } | null
  /** Mails to it are kept back; `heardAt`: when a mail of it lifted that last. */
  suppressed: { heardAt: string | null } | null
}

/** Asked for every mail, so both are one statement. */
const standingRows = prepared(
  (db, v: { address: string; d1: string; d2: string; d3: string; d4: string }) =>
    db
      .selectFrom('suppressed')
      .select([sql.lit('').as('name'), 'heardAt as words'])
      .where('address', '=', v.address)
      .where('liftedAt', 'is', null)
      .unionAll(
        db
          .selectFrom('blocked')
          .select(['name', 'reason as words'])
          .where('name', 'in', [v.address, v.d1, v.d2, v.d3, v.d4]),
      ),
)

export async function standingOfAddress(reader: Reader, address: string): Promise<AddressStanding> {
  const [d1 = '', d2 = '', d3 = '', d4 = ''] = domainsAbove(address)
  const { rows } = await standingRows(reader, { address, d1, d2, d3, d4 })
  const blocked = rows.find(({ name }) => name !== '')
  const suppressed = rows.find(({ name }) => name === '')
  return {
    blocked: blocked ? { name: blocked.name, reason: blocked.words } : null,
    suppressed: suppressed ? { heardAt: suppressed.words } : null,
  }
}

/** The domain of an address, then those that it lies in, the shortest first. */
function domainsAbove(address: string): string[] {
  const labels = address.slice(address.lastIndexOf('@') + 1).split('.')
  const [whole = '', ...above] = labels.map((_, i) => labels.slice(i).join('.'))
  return [whole, ...above.slice(0, -1).reverse()]
}
