import { setImmediate } from 'node:timers/promises'
import { listClocksAhead, setClock } from '../../store/promises.ts'
import { findTicket } from '../../store/tickets.ts'
import { clockPutRight, paceOf } from '../../ticket/cadence.ts'
import { type Desk, instant } from '../desk.ts'
import type { Holder } from '../holder.ts'
import { pacesOf } from '../paces.ts'

/** The time of a machine is put right by less than this all the time, in milliseconds. */
const SLACK = 1_000

/** So many tickets in one transaction. */
const PAGE = 50

/**
 * To be called before each look at what is due. The first time, and whenever the time has gone back
 * since the last, promises that were made or rung while it was ahead are due as if it had been right.
 */
export function watchClocks(desk: Desk): (holder: Holder) => Promise<void> {
  let seen: number | null = null
  return async (holder) => {
    const now = desk.now()
    const ahead = seen === null ? 0 : seen - now
    // It may have gone back while no process ran.
    const mayHaveGoneBack = seen === null || ahead > SLACK
    if (mayHaveGoneBack) await putRight(desk, holder, Math.max(0, ahead))
    seen = now
  }
}

async function putRight(desk: Desk, holder: Holder, ahead: number): Promise<void> {
  const now = instant(desk.now())
  const paces = pacesOf(desk.config)
  const numbers = await listClocksAhead(desk.store.read, now)
  for (let done = 0; done < numbers.length; done += PAGE) {
    await holder.transact(async (writer) => {
      for (const number of numbers.slice(done, done + PAGE)) {
        const ticket = await findTicket(writer, number)
        if (!ticket?.clock) continue
        const clock = clockPutRight(ticket.clock, paceOf(ticket, paces), now, ahead)
        if (clock !== ticket.clock) await setClock(writer, number, clock)
      }
    })
    // The store answers without leaving its turn.
    await setImmediate()
  }
}
