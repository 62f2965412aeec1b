import { type Contract, isRunning } from '../access/contracts.ts'
import { addDays, type Day } from '../access/day.ts'
import type { Config } from '../config/schema.ts'
import { accountOf } from '../engine/act/account-of.ts'
import { contractNumbered } from '../engine/act/contracts.ts'
import { localTime } from '../engine/due/day.ts'
import { getAccount } from '../store/accounts.ts'
import { listContracts } from '../store/contracts.ts'
import type { Reader } from '../store/database.ts'
import { getDeployment } from '../store/deployments.ts'
import { type Io, printJson } from './io.ts'
import { printTable } from './table.ts'

export function shownContract(
  contract: Contract,
  account: string,
  deployment: string | null,
  today: Day,
) {
  const { id, product, type, starts, ends, included, renews } = contract
  const state = isRunning(contract, today) ? 'running' : today < starts ? 'to come' : 'ended'
  // `ends` is the first day that is not covered, `until` the last one that is.
  const until = addDays(ends, -1)
  return { id, account, deployment, product, type, starts, ends, until, state, included, renews }
}

type ShownContract = ReturnType<typeof shownContract>

export const contractTitles = ['contract', 'account', 'covers', 'type', 'from', 'until', 'state']

export function contractCells(row: ShownContract): string[] {
  const covers = row.deployment ?? row.product
  return [String(row.id), row.account, covers, row.type, row.starts, row.until, row.state]
}

export async function printContracts(
  reader: Reader,
  config: Config,
  options: { account?: string; limit: number; json?: boolean },
  io: Io,
): Promise<void> {
  const account = options.account === undefined ? null : await accountOf(reader, options.account)
  const { limit } = options
  const rows: ShownContract[] = []
  for (const one of await listContracts(reader, { limit, accountId: account?.id })) {
    rows.push(await readContract(reader, config, one))
  }
  if (options.json) printJson(io, rows)
  else printTable(io, contractTitles, rows.map(contractCells))
}

export async function printContract(
  reader: Reader,
  config: Config,
  number: number,
  options: { json?: boolean },
  io: Io,
): Promise<void> {
  const row = await readContract(reader, config, await contractNumbered(reader, number))
  if (options.json) return printJson(io, row)
  const credits = row.included === 0 ? '' : `, ${row.included} credits included`
  const renews = row.renews === null ? '' : `, renews contract ${row.renews}`
  const when = `${row.state}: ${row.starts} until ${row.until}`
  io.out(`${contractTitle(row)}\n${when}${credits}${renews}\n`)
}

/** `Contract 7 (Gold) of A-10001 for PBX-12 (FreePBX)`. */
export function contractTitle({ id, type, account, deployment, product }: ShownContract): string {
  const covers = deployment === null ? product : `${deployment} (${product})`
  return `Contract ${id} (${type}) of ${account} for ${covers}`
}

/** A contract as `contract show --json` prints it. */
export async function readContract(
  reader: Reader,
  config: Config,
  contract: Contract,
): Promise<ShownContract> {
  const { accountId } = await getAccount(reader, contract.accountId)
  const { deploymentId } = contract
  const deployment = deploymentId === null ? null : await getDeployment(reader, deploymentId)
  const today = localTime(Date.now(), config.desk.timeZone).day
  return shownContract(contract, accountId, deployment?.deploymentId ?? null, today)
}
