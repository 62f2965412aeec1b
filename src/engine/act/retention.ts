import { type OnProgress, unseen } from '../../progress.ts'
import type { Desk } from '../desk.ts'
import { countOutdated, type Outdated, sweepOutdated } from '../due/retention.ts'
import { insistOnDesk } from './account-rights.ts'
import { actorOf } from './actor.ts'

/**
 * Lets go at once what the daemon would let go tonight; tells how many mails and tickets went, of
 * those that were to go. Throws Failure `not-allowed`.
 */
export async function runRetention(
  desk: Desk,
  as: string | null,
  onProgress: OnProgress = unseen,
): Promise<Outdated> {
  const actor = await actorOf(desk.store.read, desk.config, as)
  insistOnDesk('delete what is outdated', desk.config, actor)
  const all = await countOutdated(desk)
  return await sweepOutdated(desk, desk.store.transact, actor.name, ({ mails, tickets }) =>
    onProgress(mails + tickets, all.mails + all.tickets),
  )
}
