import { listCreditsToInclude } from '../../store/contracts.ts'
import type { Writer } from '../../store/database.ts'
import { listAwaitingAccounts } from '../../store/entitlements.ts'
import { getMeta, setMeta } from '../../store/meta.ts'
import { releaseEntitled } from '../act/release-entitled.ts'
import { type Desk, instant } from '../desk.ts'
import type { Holder } from '../holder.ts'
import { includeCredits } from '../work/included.ts'
import { localTime } from './day.ts'

const LAST = 'awaiting-judged'

/**
 * What was bought for later begins on its day: once a day the credits of contracts that have begun
 * are added, and the mails that wait are judged anew. Gives how many are decided again.
 */
export async function releaseWhatHasBegun(desk: Desk, holder: Holder): Promise<number> {
  const { day } = localTime(desk.now(), desk.config.desk.timeZone)
  if ((await getMeta<string>(desk.store.read, LAST)) === day) return 0
  return await holder.transact(async (writer: Writer) => {
    await setMeta(writer, LAST, day)
    const at = instant(desk.now())
    for (const contract of await listCreditsToInclude(writer, day)) {
      await includeCredits(writer, contract, 'ticketd', at)
    }
    let released = 0
    for (const accountId of await listAwaitingAccounts(writer)) {
      released += (await releaseEntitled(desk, writer, accountId, 'ticketd')).length
    }
    return released
  })
}
