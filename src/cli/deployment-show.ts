import { COVERS, type Deployment } from '../access/coverage.ts'
import type { Config } from '../config/schema.ts'
import { accountOf } from '../engine/act/account-of.ts'
import { deploymentOf } from '../engine/act/deployments.ts'
import { localTime } from '../engine/due/day.ts'
import { getAccount } from '../store/accounts.ts'
import { listContracts } from '../store/contracts.ts'
import type { Reader } from '../store/database.ts'
import { listDeployments } from '../store/deployments.ts'
import { contractCells, contractTitles, shownContract } from './contract-show.ts'
import { type Io, printJson } from './io.ts'
import { printTable } from './table.ts'

export function shownDeployment(deployment: Deployment, account: string) {
  const { deploymentId, product, serial, connectedTo, until } = deployment
  const { warranty, maintenance } = until
  return {
    id: deploymentId,
    account,
    product,
    serial,
    connectedTo,
    warrantyUntil: warranty,
    maintenanceUntil: maintenance,
  }
}

/** `, warranty until 2027-01-31`; empty where nothing covers it. */
export function coverLine({ until }: Deployment): string {
  return COVERS.map((cover) => (until[cover] ? `, ${cover} until ${until[cover]}` : '')).join('')
}

export async function printDeployments(
  reader: Reader,
  options: { account?: string; limit: number; json?: boolean },
  io: Io,
): Promise<void> {
  const account = options.account === undefined ? null : await accountOf(reader, options.account)
  const { limit } = options
  const found = await listDeployments(reader, { limit, accountId: account?.id })
  const rows: ReturnType<typeof shownDeployment>[] = []
  for (const one of found) {
    const { accountId } = account ?? (await getAccount(reader, one.accountId))
    rows.push(shownDeployment(one, accountId))
  }
  if (options.json) return printJson(io, rows)
  const cells = rows.map((row) => [
    row.id,
    row.account,
    row.product,
    row.serial ?? '-',
    row.warrantyUntil ?? '-',
    row.maintenanceUntil ?? '-',
  ])
  printTable(io, ['deployment', 'account', 'product', 'serial', 'warranty', 'maintenance'], cells)
}

export async function printDeployment(
  reader: Reader,
  config: Config,
  id: string,
  options: { json?: boolean },
  io: Io,
): Promise<void> {
  const deployment = await deploymentOf(reader, id)
  const { accountId } = await getAccount(reader, deployment.accountId)
  const all = await listContracts(reader, { accountId: deployment.accountId, limit: 10_000 })
  const today = localTime(Date.now(), config.desk.timeZone).day
  const contracts = all
    .filter((one) => one.deploymentId === deployment.id)
    .map((one) => shownContract(one, accountId, deployment.deploymentId, today))
  const shown = shownDeployment(deployment, accountId)
  if (options.json) return printJson(io, { ...shown, contracts })
  io.out(`${shown.id}: ${shown.product} of ${accountId}${coverLine(deployment)}\n`)
  const about = [
    shown.serial && `serial ${shown.serial}`,
    shown.connectedTo && `connected to ${shown.connectedTo}`,
  ].filter(Boolean)
  if (about.length > 0) io.out(`${about.join(' · ')}\n`)
  io.out('\n')
  printTable(io, contractTitles, contracts.map(contractCells))
}
