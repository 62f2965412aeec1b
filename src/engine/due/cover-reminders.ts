import { type Contract, overlapWith } from '../../access/contracts.ts'
import { addDays, type Day } from '../../access/day.ts'
import { type Reminder, reminderDue, reminderSpan } from '../../access/reminders.ts'
import type { Account } from '../../account/account.ts'
import type { EndingFacts } from '../../notification/access.ts'
import { getAccount } from '../../store/accounts.ts'
import { listContracts, listContractsEnding } from '../../store/contracts.ts'
import type { Reader, Writer } from '../../store/database.ts'
import { getDeployment, listCoversEnding } from '../../store/deployments.ts'
import { announceOnce, isAnnounced } from '../../store/entitlements.ts'
import { type Desk, instant } from '../desk.ts'
import type { Holder } from '../holder.ts'
import { tellDecisionMakers } from '../tell-decision-makers.ts'
import { localTime } from './day.ts'
import { lapseUnused } from './lapse-credits.ts'

/**
 * Something that ends: `ends` is the first day without it. What it is, is looked up when it is due.
 */
interface Ending {
  key: string
  ends: Day
  /** Null: there is nothing to tell; it was renewed. */
  look(reader: Reader): Promise<Ended | null>
}

type Ended = Pick<EndingFacts, 'what' | 'number' | 'type' | 'deployment' | 'product'> & {
  /** The store's key of the account. */
  owner: number
}

/**
 * Reminds the Decision Makers of the account and its partner of what ends, each step once: that it
 * was told stands in the transaction of the mails. Gives how many endings were told of.
 */
export async function sendCoverReminders(desk: Desk, holder: Holder): Promise<number> {
  const { config, store, now } = desk
  const today = localTime(now(), config.desk.timeZone).day
  const { back, ahead } = reminderSpan(config.contracts.remind)
  const span = { from: addDays(today, -back), to: addDays(today, ahead) }
  let told = 0
  for (const ending of await endingsWithin(store.read, span)) {
    const reminder = reminderDue(ending.ends, today, config.contracts.remind)
    if (!reminder || (await isAnnounced(store.read, keyOf(ending, reminder.step)))) continue
    const ended = await ending.look(store.read)
    if (!ended) continue
    await holder.transact((writer) => remind(desk, writer, ending, ended, reminder))
    told += 1
  }
  return told + (await lapseUnused(desk, holder, today))
}

async function remind(
  desk: Desk,
  writer: Writer,
  ending: Ending,
  { owner, ...ended }: Ended,
  { step, left, settles }: Reminder,
): Promise<void> {
  const at = instant(desk.now())
  if (!(await announceOnce(writer, keyOf(ending, step), at))) return
  for (const other of settles) await announceOnce(writer, keyOf(ending, other), at)
  const account = await getAccount(writer, owner)
  const { accountId, company } = account
  const facts: EndingFacts = {
    ...ended,
    accountId,
    company,
    until: addDays(ending.ends, -1),
    days: Math.max(0, left),
    howToBuy: desk.config.credits.howToBuy ?? null,
  }
  const what = { happening: 'cover-ending', more: { ending: facts } } as const
  await tellDecisionMakers(desk, writer, await withPartner(writer, account), what)
}

async function withPartner(reader: Reader, account: Account): Promise<Account[]> {
  return account.partnerId === null
    ? [account]
    : [account, await getAccount(reader, account.partnerId)]
}

async function endingsWithin(
  reader: Reader,
  { from, to }: { from: Day; to: Day },
): Promise<Ending[]> {
  const contracts = await listContractsEnding(reader, from, to)
  // A cover counts on its last day too.
  const covers = await listCoversEnding(reader, addDays(from, -1), addDays(to, -1))
  return [
    ...contracts.map((contract): Ending => {
      const { id, ends } = contract
      return { key: `contract/${id}`, ends, look: (reader) => lookAtContract(reader, contract) }
    }),
    ...covers.map(({ id, kind, until, deploymentId }): Ending => {
      const ends = addDays(until, 1)
      return {
        key: `${kind}/${id}`,
        ends,
        async look(reader) {
          const found = await getDeployment(reader, deploymentId)
          const { accountId: owner, deploymentId: deployment, product } = found
          return { what: kind, number: null, type: null, deployment, product, owner }
        },
      }
    }),
  ]
}

async function lookAtContract(reader: Reader, contract: Contract): Promise<Ended | null> {
  if (await isRenewed(reader, contract)) return null
  const { id: number, accountId: owner, deploymentId, type, product } = contract
  const found = deploymentId === null ? null : await getDeployment(reader, deploymentId)
  const deployment = found?.deploymentId ?? null
  return { what: 'contract', number, type, deployment, product, owner }
}

/** Whether the day on which it ends is covered by another contract for the same. */
async function isRenewed(reader: Reader, contract: Contract): Promise<boolean> {
  const all = await listContracts(reader, { accountId: contract.accountId, limit: 10_000 })
  const next = { ...contract, starts: contract.ends, ends: addDays(contract.ends, 1) }
  return overlapWith(next, all) !== undefined
}

function keyOf({ key }: Ending, step: number): string {
  return `${key}/${step}`
}
