import type { Selectable } from 'kysely'
import { DISABLED, type Silenced, type Suppression } from '../account/suppression.ts'
import type { Reader, Writer } from './database.ts'
import { sql } from './kysely.ts'
import { prepared } from './prepared.ts'
import type { SuppressedTable } from './schema.ts'

/**
 * From now on less, or nothing, is sent to the address. `triedAt` is when the mail left that says
 * so. False when that was so before (a bounce says more than a complaint, and the first report of
 * it stays), and when the address was lifted since: what comes back late says nothing new.
 */
export async function suppress(
  writer: Writer,
  suppression: Suppression,
  triedAt: string,
): Promise<boolean> {
  const known = await writer
    .selectFrom('suppressed')
    .select(['kind', 'liftedAt'])
    .where('address', '=', suppression.address)
    .executeTakeFirst()
  if (known?.liftedAt === null) {
    if (known.kind === 'bounced' || suppression.kind === 'complained') return false
  } else if (known && triedAt < known.liftedAt) return false
  const { address: _, ...changes } = suppression
  await writer
    .insertInto('suppressed')
    .values({ ...suppression, liftedAt: null, heardAt: null })
    .onConflict((c) => c.column('address').doUpdateSet({ ...changes, liftedAt: null }))
    .execute()
  return true
}

/**
 * Sends to the address again; `heard`: because it wrote to us. False when it was not suppressed.
 */
export async function unsuppress(
  writer: Writer,
  address: string,
  at: string,
  heard: boolean,
): Promise<boolean> {
  const result = await writer
    .updateTable('suppressed')
    .set({ liftedAt: at, ...(heard && { heardAt: at }) })
    .where('address', '=', address)
    .where('liftedAt', 'is', null)
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}

/** Asked for every mail, so both are one statement. Who is disabled is told first. */
const suppressionOf = prepared((db, v: { address: string }) =>
  db
    .selectFrom('contactAddress')
    .innerJoin('contact', 'contact.id', 'contactAddress.contactId')
    .select([
      'address',
      sql<string>`'disabled'`.as('kind'),
      sql<string>`${sql.lit(DISABLED)}`.as('reason'),
      sql<string | null>`null`.as('since'),
      sql<number | null>`null`.as('outboxId'),
      sql<number | null>`null`.as('ledgerId'),
      sql<string | null>`null`.as('heardAt'),
    ])
    .where('address', '=', v.address)
    .where('contact.state', '=', sql.lit('disabled'))
    .unionAll(
      db
        .selectFrom('suppressed')
        .select(['address', 'kind', 'reason', 'since', 'outboxId', 'ledgerId', 'heardAt'])
        .where('address', '=', v.address)
        .where('liftedAt', 'is', null),
    ),
)

/** What is so now; `heardAt`: when a mail from the address lifted it last. */
export async function findSuppression(
  reader: Reader,
  address: string,
): Promise<(Silenced & { heardAt: string | null }) | undefined> {
  const [row] = (await suppressionOf(reader, { address })).rows
  return row && { ...toSuppression(row), heardAt: row.heardAt }
}

/** Those of these addresses that are suppressed now. */
export async function suppressionsOf(
  reader: Reader,
  addresses: string[],
): Promise<Map<string, Silenced>> {
  const found = new Map<string, Silenced>()
  for (const address of new Set(addresses)) {
    const [row] = (await suppressionOf(reader, { address })).rows
    if (row) found.set(address, toSuppression(row))
  }
  return found
}

/** All whose mail came back or who complained, the newest first. */
export async function listSuppressed(reader: Reader, limit: number): Promise<Silenced[]> {
  const rows = await reader
    .selectFrom('suppressed')
    .selectAll()
    .where('liftedAt', 'is', null)
    .orderBy('since', 'desc')
    .limit(limit)
    .execute()
  return rows.map(toSuppression)
}

export async function countSuppressed(reader: Reader): Promise<number> {
  const { count } = await reader
    .selectFrom('suppressed')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('liftedAt', 'is', null)
    .executeTakeFirstOrThrow()
  return count
}

type Row = Pick<Selectable<SuppressedTable>, Exclude<keyof Silenced, 'since'>> &
  Pick<Silenced, 'since'>

function toSuppression({ address, kind, reason, since, outboxId, ledgerId }: Row): Silenced {
  return { address, kind: kind as Silenced['kind'], reason, since, outboxId, ledgerId }
}
