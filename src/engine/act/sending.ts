import type { Writer } from '../../store/database.ts'
import { addEvent } from '../../store/events.ts'
import { endStop, findStop, type SendingStop, setStop } from '../../store/sending-stop.ts'
import { type Desk, instant } from '../desk.ts'
import { insistOnDesk } from './account-rights.ts'
import { actorOf } from './actor.ts'

export interface Paused {
  stop: SendingStop
  /** What stopped it until now; null: nothing did. It goes on to count where no reason was given. */
  before: SendingStop | null
}

/** Nothing leaves any more until it is resumed. Throws Failure `not-allowed`. */
export async function pauseSending(
  desk: Desk,
  because: string | null,
  as: string | null,
): Promise<Paused> {
  return await desk.store.transact(async (writer) => {
    const by = await administrator(desk, writer, as)
    const before = await findStop(writer)
    if (before && because === null) return { stop: before, before }
    const at = instant(desk.now())
    const stop = { at, by, because, but: before?.but ?? [] }
    await setStop(writer, stop)
    await addEvent(writer, { at, actor: by, kind: 'sending-paused', data: { because } })
    return { stop, before }
  })
}

/** Lets mail leave again; false where it did. Throws Failure `not-allowed`. */
export async function resumeSending(desk: Desk, as: string | null): Promise<boolean> {
  return await desk.store.transact(async (writer) => {
    const actor = await administrator(desk, writer, as)
    if ((await findStop(writer)) === null) return false
    await endStop(writer)
    await addEvent(writer, { at: instant(desk.now()), actor, kind: 'sending-resumed', data: {} })
    return true
  })
}

async function administrator(desk: Desk, writer: Writer, as: string | null): Promise<string> {
  const actor = await actorOf(writer, desk.config, as)
  insistOnDesk('stop or resume the sending', desk.config, actor)
  return actor.name
}
