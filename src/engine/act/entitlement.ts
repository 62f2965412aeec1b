import { type Claim, judge, type Verdict } from '../../access/entitlement.ts'
import type { Account } from '../../account/account.ts'
import type { Config, Department } from '../../config/schema.ts'
import { Failure } from '../../errors.ts'
import { findAccount } from '../../store/accounts.ts'
import type { Reader } from '../../store/database.ts'
import { gatherHolding } from '../holding.ts'
import { accountOf } from './account-of.ts'

export interface Checked extends Verdict {
  department: Department
  account: Account
  /** The organisation whose credits pay. */
  payer: Account
  balance: number
}

/** Is an account entitled to a department's help? Throws Failure `no-department`, `no-account`. */
export async function checkDepartment(
  reader: Reader,
  config: Config,
  name: string,
  accountId: string,
  claim: Claim & { billing: string | null },
  now: number,
): Promise<Checked> {
  const department = departmentOf(config, name)
  const account = await accountOf(reader, accountId)
  const payer = await payerOf(reader, account, claim.billing)
  const holding = await gatherHolding(reader, config, account, payer.id, now)
  const take = config.contracts.deployment === 'take'
  const verdict = judge(department, claim, holding, take)
  return { ...verdict, department, account, payer, balance: holding.balance }
}

/** The department with this name. Throws Failure `no-department`. */
function departmentOf({ departments }: Config, written: string): Department {
  const found = departments.find(({ name }) => name.toLowerCase() === written.toLowerCase())
  if (found) return found
  throw new Failure('no-department', `There is no department ${written}.`, {
    advice: `There are ${departments.map(({ name }) => name).join(', ')}.`,
  })
}

/** The account itself pays, or its partner. */
async function payerOf(reader: Reader, account: Account, billing: string | null): Promise<Account> {
  if (billing === null || billing.toUpperCase() === account.accountId) return account
  const payer = await findAccount(reader, billing)
  if (payer && payer.id === account.partnerId) return payer
  throw new Failure('refused', `${billing} does not pay for ${account.accountId}.`, {
    advice: 'The account itself can pay, or its partner.',
  })
}
