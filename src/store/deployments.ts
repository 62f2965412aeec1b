import type { Cover, Deployment } from '../access/coverage.ts'
import type { Day } from '../access/day.ts'
import type { Reader, Writer } from './database.ts'

export type NewDeployment = Omit<Deployment, 'id' | 'until'> & { at: string; actor: string }

export async function addDeployment(writer: Writer, deployment: NewDeployment): Promise<number> {
  const { deploymentId, accountId, product, serial, connectedTo, at, actor } = deployment
  const { id } = await writer
    .insertInto('deployment')
    .values({
      deploymentId,
      deploymentKey: deploymentId.toLowerCase(),
      accountId,
      product,
      serial,
      connectedTo,
      addedAt: at,
      addedBy: actor,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** Says until when a deployment is covered from now on; what was said before stays on record. */
export async function addCover(
  writer: Writer,
  cover: { deploymentId: number; kind: Cover; until: Day; at: string; actor: string },
): Promise<void> {
  await writer.insertInto('deploymentCover').values(cover).execute()
}

export async function findDeployment(
  reader: Reader,
  deploymentId: string,
): Promise<Deployment | undefined> {
  const [found] = await read(reader, (query) =>
    query.where('deploymentKey', '=', deploymentId.trim().toLowerCase()),
  )
  return found
}

export async function getDeployment(reader: Reader, id: number): Promise<Deployment> {
  const [found] = await read(reader, (query) => query.where('deployment.id', '=', id))
  if (!found) throw new Error(`There is no deployment with the key ${id}.`)
  return found
}

/** The deployments of an account, or of all, in the order in which they were added. */
export async function listDeployments(
  reader: Reader,
  filter: { accountId?: number | undefined; limit: number },
): Promise<Deployment[]> {
  return await read(reader, (query) => {
    const some = query.orderBy('deployment.id').limit(filter.limit)
    return filter.accountId === undefined ? some : some.where('accountId', '=', filter.accountId)
  })
}

/** Covers that are the newest of their deployment and kind and end within these days. */
export async function listCoversEnding(
  reader: Reader,
  from: Day,
  to: Day,
): Promise<{ id: number; deploymentId: number; kind: Cover; until: Day }[]> {
  const rows = await reader
    .selectFrom('deploymentCover as c')
    .select(['c.id', 'c.deploymentId', 'c.kind', 'c.until'])
    .where('c.until', '>=', from)
    .where('c.until', '<=', to)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('deploymentCover as later')
            .select('later.id')
            .whereRef('later.deploymentId', '=', 'c.deploymentId')
            .whereRef('later.kind', '=', 'c.kind')
            .whereRef('later.id', '>', 'c.id'),
        ),
      ),
    )
    .orderBy('c.until')
    .execute()
  return rows.map((row) => ({ ...row, kind: row.kind as Cover }))
}

/** With the newest end of each cover; the query may be narrowed. */
async function read(
  reader: Reader,
  narrow: (query: ReturnType<typeof withCovers>) => ReturnType<typeof withCovers>,
): Promise<Deployment[]> {
  const rows = await narrow(withCovers(reader)).execute()
  return rows.map(({ warranty, maintenance, ...row }) => ({
    id: row.id,
    deploymentId: row.deploymentId,
    accountId: row.accountId,
    product: row.product,
    serial: row.serial,
    connectedTo: row.connectedTo,
    until: { warranty, maintenance },
  }))
}

function withCovers(reader: Reader) {
  return reader.selectFrom('deployment').select((eb) => {
    const newest = (kind: Cover) =>
      eb
        .selectFrom('deploymentCover as c')
        .select('c.until')
        .whereRef('c.deploymentId', '=', 'deployment.id')
        .where('c.kind', '=', kind)
        .orderBy('c.id', 'desc')
        .limit(1)
    return [
      'deployment.id',
      'deployment.deploymentId',
      'accountId',
      'product',
      'serial',
      'connectedTo',
      newest('warranty').as('warranty'),
      newest('maintenance').as('maintenance'),
    ]
  })
}
