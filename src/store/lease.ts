import type { Reader, Writer } from './database.ts'

/** When a lease ended that nobody holds: for any clock long ago. */
export const ENDED = '1970-01-01T00:00:00.000Z'

/** Who runs the engine. The epoch counts every change of hands: an old holder is known by it. */
export interface Lease {
  owner: string
  epoch: number
  until: string
}

/**
 * Takes or renews the lease; null while somebody else holds it. A holder of whom `hasEnded` is
 * certain need not be waited for.
 */
export async function takeLease(
  writer: Writer,
  owner: string,
  now: string,
  until: string,
  hasEnded: (owner: string) => boolean = () => false,
): Promise<Lease | null> {
  const held = await writer.selectFrom('lease').selectAll().where('id', '=', 1).executeTakeFirst()
  if (held && held.owner !== owner && held.until > now && !hasEnded(held.owner)) {
    // None lasts so long: the clock was set back. Who holds it and lives renews it before.
    if (held.until > until) {
      await writer.updateTable('lease').set({ until }).where('id', '=', 1).execute()
    }
    return null
  }
  const epoch = held ? (held.owner === owner ? held.epoch : held.epoch + 1) : 1
  await writer
    .insertInto('lease')
    .values({ id: 1, owner, epoch, until })
    .onConflict((c) => c.column('id').doUpdateSet({ owner, epoch, until }))
    .execute()
  return { owner, epoch, until }
}

/** Gives the lease back, so that the next one need not wait for its end, however clocks are set. */
export async function releaseLease(writer: Writer, lease: Lease): Promise<void> {
  await writer
    .updateTable('lease')
    .set({ until: ENDED })
    .where('id', '=', 1)
    .where('owner', '=', lease.owner)
    .where('epoch', '=', lease.epoch)
    .execute()
}

export async function readLease(reader: Reader): Promise<Lease | null> {
  const row = await reader.selectFrom('lease').selectAll().where('id', '=', 1).executeTakeFirst()
  return row ? { owner: row.owner, epoch: row.epoch, until: row.until } : null
}

/** Asked inside each transaction of the engine: who lost the lease writes nothing. */
export async function stillHolds(reader: Reader, lease: Lease): Promise<boolean> {
  const held = await readLease(reader)
  return held !== null && held.owner === lease.owner && held.epoch === lease.epoch
}
