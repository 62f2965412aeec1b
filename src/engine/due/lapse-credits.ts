import type { Contract } from '../../access/contracts.ts'
import { lapsing } from '../../access/credits.ts'
import { addDays, type Day } from '../../access/day.ts'
import { usedOf } from '../../access/used-credits.ts'
import { getAccount } from '../../store/accounts.ts'
import { listContracts, listContractsEnding } from '../../store/contracts.ts'
import { addCreditEntry, creditBalance, listCreditEntries } from '../../store/credits.ts'
import type { Writer } from '../../store/database.ts'
import { announceOnce, isAnnounced } from '../../store/entitlements.ts'
import { deleteMeta, getMeta, setMeta } from '../../store/meta.ts'
import { type Desk, instant } from '../desk.ts'
import type { Holder } from '../holder.ts'
import { noteFall } from '../work/balance.ts'
import { localTime } from './day.ts'

/** Days back that are looked at where nobody looked before. */
const FIRST = 7

/** The day on which somebody looked last; none while unused credits are kept. */
const LOOKED = 'unused-credits-lapsed'

/**
 * Where unused credits are not kept, those of a period go with its end, once, however long nobody
 * looked; gives of how many periods. What ended while they were kept stays.
 */
export async function lapseUnused(desk: Desk, holder: Holder, today: Day): Promise<number> {
  const { read } = desk.store
  const looked = await getMeta<Day>(read, LOOKED)
  if (desk.config.credits.keepUnused) {
    if (looked !== undefined) await holder.transact((writer) => deleteMeta(writer, LOOKED))
    return 0
  }
  const [from = today] = [looked ?? today, addDays(today, -FIRST)].sort()
  let ended = 0
  for (const contract of await listContractsEnding(read, from, today)) {
    const key = `lapse/${contract.id}`
    if (contract.included === 0 || (await isAnnounced(read, key))) continue
    await holder.transact(async (writer) => {
      const at = instant(desk.now())
      if (await announceOnce(writer, key, at)) await lapse(desk, writer, contract, at)
    })
    ended += 1
  }
  if (looked !== today) await holder.transact((writer) => setMeta(writer, LOOKED, today))
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
