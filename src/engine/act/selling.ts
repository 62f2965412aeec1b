import { isDay } from '../../access/day.ts'
import type { Account } from '../../account/account.ts'
import type { Writer } from '../../store/database.ts'
import { addEvent } from '../../store/events.ts'
import { type Desk, instant } from '../desk.ts'
import { accountOf } from './account-of.ts'
import { insistOnDesk } from './account-rights.ts'
import { actorOf } from './actor.ts'
import type { Fault } from './faults.ts'
import { releaseEntitled } from './release-entitled.ts'

/** What is at hand while something is sold to an account, or recorded of it. */
export interface Sale {
  desk: Desk
  writer: Writer
  account: Account
  actor: string
  at: string
}

/** What came of it, and which held mails are decided again. */
export type Sold<T> = T & { account: Account; released: number[] }

/**
 * One transaction in which an organisation comes to something: only the desk sells. Mails that
 * waited for it are released. Throws Failure `no-account`, `not-allowed`, or what `work` throws.
 */
export async function sell<T extends object>(
  desk: Desk,
  accountId: string,
  as: string | null,
  event: string,
  work: (sale: Sale) => Promise<T>,
): Promise<Sold<T>> {
  return await desk.store.transact(async (writer) => {
    const account = await accountOf(writer, accountId)
    const actor = await actorOf(writer, desk.config, as)
    insistOnDesk(`change what ${account.accountId} has`, desk.config, actor)
    const at = instant(desk.now())
    const done = await work({ desk, writer, account, actor: actor.name, at })
    await addEvent(writer, {
      at,
      accountId: account.id,
      actor: actor.name,
      kind: event,
      data: flat(done),
    })
    const released = await releaseEntitled(desk, writer, account.id, actor.name)
    return { ...done, account, released }
  })
}

/** The plain values of a result, for the event. */
function flat(done: object): Record<string, unknown> {
  const plain = Object.entries(done).filter(([, value]) => typeof value !== 'object')
  return Object.fromEntries(plain)
}

export function dayFaults(field: string, written: string | null | undefined): Fault[] {
  if (written == null || isDay(written)) return []
  return [{ field, text: `"${written}" is no day such as 2026-01-31` }]
}
