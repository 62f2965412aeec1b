import type { Selectable } from 'kysely'
import type { Contract } from '../access/contracts.ts'
import type { Day } from '../access/day.ts'
import type { Reader, Writer } from './database.ts'
import { sql } from './kysely.ts'
import type { ContractTable } from './tables/entitlement.ts'

export async function addContract(
  writer: Writer,
  contract: Omit<Contract, 'id'> & { at: string; actor: string },
): Promise<Contract> {
  const row = await writer
    .insertInto('contract')
    .values(contract)
    .returningAll()
    .executeTakeFirstOrThrow()
  return toContract(row)
}

export async function findContract(reader: Reader, id: number): Promise<Contract | undefined> {
  const row = await reader
    .selectFrom('contract')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst()
  return row && toContract(row)
}

/** The contracts of an account, or of all, in the order in which they were made. */
export async function listContracts(
  reader: Reader,
  filter: { accountId?: number | undefined; limit: number },
): Promise<Contract[]> {
  let query = reader.selectFrom('contract').selectAll().orderBy('id').limit(filter.limit)
  if (filter.accountId !== undefined) query = query.where('accountId', '=', filter.accountId)
  return (await query.execute()).map(toContract)
}

/** The contracts that end on one of these days. */
export async function listContractsEnding(reader: Reader, from: Day, to: Day): Promise<Contract[]> {
  const rows = await reader
    .selectFrom('contract')
    .selectAll()
    .where('ends', '>=', from)
    .where('ends', '<=', to)
    .orderBy('ends')
    .orderBy('id')
    .execute()
  return rows.map(toContract)
}

/** The running contracts whose credits nobody has added yet. */
export async function listCreditsToInclude(reader: Reader, today: Day): Promise<Contract[]> {
  const rows = await reader
    .selectFrom('contract')
    .selectAll()
    .where('ends', '>', today)
    .where('starts', '<=', today)
    .where('included', '>', 0)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('creditEntry')
            .select('creditEntry.id')
            .whereRef('creditEntry.contractId', '=', 'contract.id')
            .where('creditEntry.kind', '=', sql.lit('included')),
        ),
      ),
    )
    .orderBy('ends')
    .orderBy('id')
    .execute()
  return rows.map(toContract)
}

function toContract(row: Selectable<ContractTable>): Contract {
  const { id, accountId, deploymentId, product, type, starts, ends, included, renews } = row
  return { id, accountId, deploymentId, product, type, starts, ends, included, renews }
}
