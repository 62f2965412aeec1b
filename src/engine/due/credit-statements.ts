import { statementOf } from '../../access/statement.ts'
import { getAccount } from '../../store/accounts.ts'
import { listCreditEntries, listCreditHolders } from '../../store/credits.ts'
import type { Writer } from '../../store/database.ts'
import { announceOnce } from '../../store/entitlements.ts'
import { getMeta, setMeta } from '../../store/meta.ts'
import { type Desk, instant } from '../desk.ts'
import type { Holder } from '../holder.ts'
import { tellDecisionMakers } from '../tell-decision-makers.ts'
import { localTime } from './day.ts'

const LAST = 'credit-statements'

/**
 * Once a year every organisation whose credits moved gets the statement of the last one, each in a
 * transaction of its own together with the note that it was sent. Gives how many were sent.
 */
export async function sendCreditStatements(desk: Desk, holder: Holder): Promise<number> {
  const { config, store, now } = desk
  const today = localTime(now(), config.desk.timeZone).day
  const year = Number(today.slice(0, 4)) - 1
  if (today.slice(5) < config.credits.statementOn) return 0
  if ((await getMeta<number>(store.read, LAST)) === year) return 0
  // The year of the desk's time zone begins and ends up to a day apart from that of UTC.
  const from = `${year - 1}-12-31T00:00:00.000Z`
  const to = `${year + 1}-01-02T00:00:00.000Z`
  let sent = 0
  for (const accountId of await listCreditHolders(store.read, from, to)) {
    if (await holder.transact((writer) => sendOne(desk, writer, accountId, year))) sent += 1
  }
  await holder.transact((writer) => setMeta(writer, LAST, year))
  return sent
}

async function sendOne(
  desk: Desk,
  writer: Writer,
  accountKey: number,
  year: number,
): Promise<boolean> {
  const account = await getAccount(writer, accountKey)
  const { accountId, company } = account
  const key = `statement/${accountId}/${year}`
  if (!(await announceOnce(writer, key, instant(desk.now())))) return false
  const { timeZone } = desk.config.desk
  const dayOf = (at: string) => localTime(Date.parse(at), timeZone).day
  const statement = statementOf(await listCreditEntries(writer, accountKey), year, dayOf)
  if (statement.entries.length === 0) return false
  const more = { statement: { ...statement, accountId, company } }
  await tellDecisionMakers(desk, writer, [account], { happening: 'credit-statement', more })
  return true
}
