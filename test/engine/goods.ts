import { type ContractForm, makeContract } from '../../src/engine/act/contracts.ts'
import { adjustCredits, buyCredits } from '../../src/engine/act/credits.ts'
import { type DeploymentForm, recordDeployment } from '../../src/engine/act/deployments.ts'
import { bookMinutes } from '../../src/engine/act/minutes.ts'
import type { Desk } from '../../src/engine/desk.ts'

/** What an account comes to, as stories write it. */
export interface Goods {
  account: string
  deployments?: DeploymentForm[]
  contracts?: ContractForm[]
  buy?: number
  adjust?: number
  /** Minutes of work on a ticket. */
  work?: { ticket: number; minutes: number }
}

export async function give(desk: Desk, goods: Goods): Promise<void> {
  const { account, deployments = [], contracts = [], buy, adjust, work } = goods
  for (const form of deployments) await recordDeployment(desk, account, form, null)
  for (const form of contracts) await makeContract(desk, account, form, null)
  if (buy !== undefined) await buyCredits(desk, account, buy, null)
  if (adjust !== undefined) await adjustCredits(desk, account, adjust, 'as the story goes', null)
  if (work) await bookMinutes(desk, work.ticket, work.minutes, 'log', null)
}
