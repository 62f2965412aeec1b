import { wayBack, whyKeptBack } from '../../account/suppression.ts'
import { Failure } from '../../errors.ts'
import type { Writer } from '../../store/database.ts'
import { addEvent } from '../../store/events.ts'
import type { OutboxRow } from '../../store/outbox.ts'
import { isAsked, markArrived } from '../../store/outbox-asked.ts'
import { cancelOutbox, retryOutbox, showOutbox } from '../../store/outbox-view.ts'
import { findSuppression } from '../../store/suppressed.ts'
import { findTicket } from '../../store/tickets.ts'
import { type Desk, instant } from '../desk.ts'
import { withdrawSettled } from '../due/in-doubt.ts'
import { gatherCircle } from '../gather/circle.ts'
import { type Actor, actorOf, mayDoAll } from './actor.ts'
import { noOutboxRow } from './no-outbox-row.ts'
import { standingOf } from './standing.ts'

/**
 * Sends a mail now that had ended without being delivered, or that waits for its next try; gives
 * what it was before.
 */
export async function retryMail(desk: Desk, id: number, as: string | null): Promise<string> {
  return await onRow(desk, id, as, async (writer, row, actor, at) => {
    await refuseSuppressed(writer, row)
    if (await retryOutbox(writer, id, at)) {
      await note(writer, row, actor, 'mail-retried', at)
      return row.status
    }
    const because = row.text === null ? 'its text is not kept any more' : `it is ${row.status}`
    throw new Failure('settled', `Mail ${id} of the outbox cannot be sent again: ${because}.`)
  })
}

/** It would be kept back again at once. */
async function refuseSuppressed(writer: Writer, row: OutboxRow): Promise<void> {
  const suppression = await findSuppression(writer, row.recipient)
  const because = whyKeptBack(suppression, row)
  if (!suppression || because === null) return
  throw new Failure('suppressed', `Mail ${row.id} cannot be sent again. ${because}`, {
    advice: wayBack(suppression),
  })
}

/** Keeps a mail that waits from being sent. */
export async function cancelMail(desk: Desk, id: number, as: string | null): Promise<void> {
  await onRow(desk, id, as, async (writer, row, actor, at) => {
    if (await cancelOutbox(writer, id, `Cancelled by ${actor.name}.`, at)) {
      return await note(writer, row, actor, 'mail-cancelled', at)
    }
    throw new Failure('settled', `Mail ${id} of the outbox does not wait: it is ${row.status}.`)
  })
}

/** Whoever knows that a mail in doubt arrived says so, and it is not sent again. */
export async function settleArrived(desk: Desk, id: number, as: string | null): Promise<void> {
  await onRow(desk, id, as, async (writer, row, actor, at) => {
    if (await markArrived(writer, id, at)) {
      return await note(writer, row, actor, 'mail-arrived', at)
    }
    throw new Failure('settled', `Mail ${id} of the outbox is not in doubt: it is ${row.status}.`)
  })
}

async function onRow<T>(
  desk: Desk,
  id: number,
  as: string | null,
  work: (writer: Writer, row: OutboxRow, actor: Actor, at: string) => Promise<T>,
): Promise<T> {
  return await desk.store.transact(async (writer) => {
    const row = await showOutbox(writer, id)
    if (!row) throw noOutboxRow(id)
    const actor = await actorOf(writer, desk.config, as)
    if (!mayDoAll(desk.config, actor) && !(await isOnItsSupportSide(desk, writer, actor, row))) {
      throw new Failure('not-allowed', `${actor.name} may not decide about mail ${id}.`, {
        advice: 'The support side of its ticket or an administrator of the desk may.',
      })
    }
    return await work(writer, row, actor, instant(desk.now()))
  })
}

async function isOnItsSupportSide(
  { config }: Desk,
  writer: Writer,
  actor: Actor,
  row: OutboxRow,
): Promise<boolean> {
  const ticket = row.ticket === null ? undefined : await findTicket(writer, row.ticket)
  if (!ticket) return false
  return standingOf(actor, ticket, await gatherCircle(writer, config, ticket)).side === 'support'
}

async function note(
  writer: Writer,
  row: OutboxRow,
  actor: Actor,
  kind: string,
  at: string,
): Promise<void> {
  // Whatever was done: if it was in doubt, it is no more.
  if (isAsked(row)) await withdrawSettled(writer, at)
  const data = { outbox: row.id, to: row.recipient }
  const ticket = row.ticket === null ? {} : { ticket: row.ticket }
  await addEvent(writer, { at, actor: actor.name, kind, data, ...ticket })
}
