import { type Contract, overlapWith } from '../../access/contracts.ts'
import { lapsing } from '../../access/credits.ts'
import { addDays, type Day } from '../../access/day.ts'
import { type Reminder, reminderDue, reminderSpan } from '../../access/reminders.ts'
import { usedOf } from '../../access/used-credits.ts'
import type { Account } from '../../account/account.ts'
import type { EndingFacts } from '../../notification/access.ts'
import { getAccount } from '../../store/accounts.ts'
import { listContracts, listContractsEnding } from '../../store/contracts.ts'
import { addCreditEntry, creditBalance, listCreditEntries } from '../../store/credits.ts'
import type { Reader, Writer } from '../../store/database.ts'
import { getDeployment, listCoversEnding } from '../../store/deployments.ts'
import { announceOnce, isAnnounced } from '../../store/entitlements.ts'
import { type Desk, instant } from '../desk.ts'
import type { Holder } from '../holder.ts'
import { tellDecisionMakers } from '../tell-decision-makers.ts'
import { noteFall } from '../work/balance.ts'
import { localTime } from './day.ts'

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
  if (!config.credits.keepUnused) told += await lapseUnused(desk, holder, span.from, today)
  return told
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

/** Where unused credits are not kept, those of a period go with its end, once; gives of how many. */
async function lapseUnused(desk: Desk, holder: Holder, from: Day, today: Day): Promise<number> {
  let ended = 0
  for (const contract of await listContractsEnding(desk.store.read, from, today)) {
    const key = `lapse/${contract.id}`
    if (contract.included === 0 || (await isAnnounced(desk.store.read, key))) continue
    await holder.transact(async (writer) => {
      const at = instant(desk.now())
      if (await announceOnce(writer, key, at)) await lapse(desk, writer, contract, at)
    })
    ended += 1
  }
  return ended
}

async function lapse(desk: Desk, writer: Writer, contract: Contract, at: string): Promise<void> {
  const { accountId, ends, included, id } = contract
  const dayOf = (entry: { at: string }) =>
    localTime(Date.parse(entry.at), desk.config.desk.timeZone).day
  const entries = await listCreditEntries(writer, accountId)
  const usedWithin = (from: Day, to: Day) =>
    entries
      .filter(({ kind }) => kind === 'deducted' || kind === 'refunded')
      .filter((entry) => dayOf(entry) >= from && dayOf(entry) < to)
      .reduce((sum, entry) => sum - entry.minutes, 0)
  const lapsedOf = (one: Contract) =>
    entries
      .filter((entry) => entry.kind === 'lapsed' && entry.contractId === one.id)
      .reduce((sum, entry) => sum - entry.minutes, 0)
  const earlier = (await listContracts(writer, { accountId, limit: 10_000 }))
    .filter((one) => one.ends < ends || (one.ends === ends && one.id < id))
    .map((one) => ({ ...one, lapsed: lapsedOf(one) }))
  const used = usedOf(contract, earlier, usedWithin)
  const before = await creditBalance(writer, accountId)
  const minutes = lapsing(included, used, before)
  if (minutes === 0) return
  const reason = `unused credits of contract ${id}, which ended on ${ends}`
  const entry = { accountId, at, minutes: -minutes, reason, ticket: null, actor: 'ticketd' }
  await addCreditEntry(writer, { ...entry, kind: 'lapsed', contractId: id })
  const account = await getAccount(writer, accountId)
  await noteFall(desk, writer, account, { before, after: before - minutes }, null)
}
