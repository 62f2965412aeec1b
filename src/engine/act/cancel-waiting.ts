import type { Reader } from '../../store/database.ts'
import { addEvent } from '../../store/events.ts'
import {
  cancelWaiting,
  countWaiting,
  type Waiting,
  type WaitingFilter,
} from '../../store/outbox-waiting.ts'
import { findStop } from '../../store/sending-stop.ts'
import { type Desk, instant } from '../desk.ts'
import { withdrawSettled } from '../due/in-doubt.ts'
import { insistOnDesk } from './account-rights.ts'
import { actorOf } from './actor.ts'

/** So many in one transaction: the daemon writes between two of them. */
const AT_ONCE = 500

/** How many mails would be kept from being sent. */
export async function countMeant(desk: Desk, filter: WaitingFilter): Promise<number> {
  return await countWaiting(desk.store.read, await meant(desk.store.read, filter))
}

/**
 * Keeps many mails that wait from being sent, and gives their numbers; mails that leave meanwhile
 * are not among them. Throws Failure `not-allowed`.
 */
export async function cancelAll(
  desk: Desk,
  filter: WaitingFilter,
  as: string | null,
): Promise<number[]> {
  const done: number[] = []
  for (;;) {
    const cancelled = await desk.store.transact(async (writer) => {
      const actor = await actorOf(writer, desk.config, as)
      insistOnDesk('cancel mails of all tickets', desk.config, actor)
      const at = instant(desk.now())
      const words = `Cancelled by ${actor.name}.`
      const wanted = await meant(writer, filter)
      const rows = await cancelWaiting(writer, wanted, { words, now: at, most: AT_ONCE })
      for (const { id, to, ticket } of rows) {
        const data = { outbox: id, to }
        const about = ticket === null ? {} : { ticket }
        await addEvent(writer, { at, actor: actor.name, kind: 'mail-cancelled', data, ...about })
      }
      if (filter.status === 'uncertain' && rows.length > 0) await withdrawSettled(writer, at)
      return rows.map(({ id }) => id)
    })
    done.push(...cancelled)
    if (cancelled.length < AT_ONCE) return done
  }
}

async function meant(reader: Reader, filter: WaitingFilter): Promise<Waiting> {
  return { ...filter, but: (await findStop(reader))?.but ?? [] }
}
