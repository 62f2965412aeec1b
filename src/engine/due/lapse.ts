import { formatDuration } from '../../config/values.ts'
import type { DigestFacts } from '../../notification/context.ts'
import type { Reader } from '../../store/database.ts'
import { addEvent } from '../../store/events.ts'
import { changeOutcome, type WaitingRow } from '../../store/held.ts'
import { isKnownAddress, lapseAccount, listHeldBefore, listPending } from '../../store/lapsing.ts'
import { type Desk, instant } from '../desk.ts'
import type { Holder } from '../holder.ts'

/** So many in one transaction. */
const PAGE = 500

/** So many registrations are named in one mail. */
const SHOWN = 30

/** What lapses is announced so long before, in milliseconds. */
const ANNOUNCED = 3 * 86_400_000

/**
 * Registrations that nobody proved, and held mail of writers whom nobody knows, are
 * waited for no longer.
 */
export async function sweepLapsed(
  desk: Desk,
  holder: Holder,
): Promise<{ accounts: number; mails: number }> {
  const accounts = await sweepAccounts(desk, holder)
  return { accounts, mails: await sweepHeld(desk, holder) }
}

async function sweepAccounts({ config, store, now }: Desk, holder: Holder): Promise<number> {
  const at = instant(now())
  const before = instant(now() - config.lapse.pending)
  // Most minutes nothing is due: nobody waits for the writer then.
  if ((await listPending(store.read, before, 1)).length === 0) return 0
  return await holder.transact(async (writer) => {
    const due = await listPending(writer, before, PAGE)
    for (const account of due) {
      await lapseAccount(writer, account)
      const event = { at, accountId: account.id, actor: 'ticketd', kind: 'account-lapsed' }
      await addEvent(writer, { ...event, data: { before: 'pending', after: 'lapsed' } })
    }
    return due.length
  })
}

async function sweepHeld(desk: Desk, holder: Holder): Promise<number> {
  const { config, store, now } = desk
  const at = instant(now())
  const before = instant(now() - config.lapse.held)
  const reason = `nobody knew its writer within ${formatDuration(config.lapse.held)}`
  let put = 0
  let after = { receivedAt: '', id: 0 }
  for (;;) {
    const page = await listHeldBefore(store.read, before, after, PAGE)
    const due: number[] = []
    for (const { id, fromAddress } of page) {
      if (await isOfNobody(desk, store.read, fromAddress)) due.push(id)
    }
    if (due.length > 0) {
      await holder.transact(async (writer) => {
        for (const id of due) {
          await changeOutcome(writer, id, { outcome: 'refused', reason, actor: 'ticketd', at })
        }
      })
    }
    put += due.length
    const last = page.at(-1)
    if (!last || page.length < PAGE) return put
    after = last
  }
}

/** Registrations that lapse within the next days, the next one first. */
export async function pendingSoon(
  { config, now }: Desk,
  reader: Reader,
): Promise<DigestFacts['pending']> {
  const { pending } = config.lapse
  const rows = await listPending(reader, instant(now() - pending + ANNOUNCED), SHOWN)
  return rows.map(({ accountId, company, createdAt }) => {
    return { accountId, company, lapsesAt: later(createdAt, pending) }
  })
}

/** When a mail that waits is put away; null: a person decides, whenever that is. */
export async function lapseOf(
  desk: Desk,
  reader: Reader,
  mail: WaitingRow,
): Promise<string | null> {
  const { outcome, ticket, fromAddress, receivedAt } = mail
  if (outcome !== 'held' || ticket !== null) return null
  if (!(await isOfNobody(desk, reader, fromAddress))) return null
  return later(receivedAt, desk.config.lapse.held)
}

function later(at: string, milliseconds: number): string {
  return instant(Date.parse(at) + milliseconds)
}

/** Whether nobody here has this address; a mail of somebody known waits for as long as it takes. */
async function isOfNobody(
  { config }: Desk,
  reader: Reader,
  address: string | null,
): Promise<boolean> {
  if (address === null) return true
  const agents = config.departments.flatMap((department) => department.agents)
  if (agents.includes(address) || config.desk.administrators.includes(address)) return false
  return !(await isKnownAddress(reader, address))
}
