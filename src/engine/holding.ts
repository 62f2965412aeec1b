import type { Holding } from '../access/entitlement.ts'
import type { Account } from '../account/account.ts'
import type { Config } from '../config/schema.ts'
import { listContracts } from '../store/contracts.ts'
import { creditBalance } from '../store/credits.ts'
import type { Reader } from '../store/database.ts'
import { listDeployments } from '../store/deployments.ts'
import { localTime } from './due/day.ts'

/** So many deployments and contracts of one account are looked at. */
const MOST = 10_000

/** Reads what an organisation has, and the balance of the one that pays. */
export async function gatherHolding(
  reader: Reader,
  config: Config,
  account: Account,
  payerId: number,
  now: number,
): Promise<Holding> {
  const some = { accountId: account.id, limit: MOST }
  return {
    account,
    deployments: await listDeployments(reader, some),
    contracts: await listContracts(reader, some),
    balance: await creditBalance(reader, payerId),
    today: localTime(now, config.desk.timeZone).day,
  }
}
