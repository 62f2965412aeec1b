import { setImmediate } from 'node:timers/promises'
import type { Writer } from '../../store/database.ts'
import { addEvent } from '../../store/events.ts'
import { isImportWaiting } from '../../store/imported.ts'
import { deleteMeta, listMeta } from '../../store/meta.ts'
import { findTicket, moveTicket } from '../../store/tickets.ts'
import { type Desk, instant } from '../desk.ts'
import type { Holder } from '../holder.ts'
import { IMPORTED } from '../past.ts'

/** So many tickets in one transaction. */
const PAGE = 500

/**
 * Once all that an import has taken is decided: nobody waits any more for an answer to a ticket
 * whose last mail is older than `history.closeAfter`. Gives how many were closed; tells nobody.
 */
export async function closeImported(desk: Desk, holder: Holder): Promise<number> {
  const { read } = desk.store
  const noted = await listMeta<true>(read, IMPORTED)
  if (noted.length === 0 || (await isImportWaiting(read))) return 0
  const before = instant(desk.now() - desk.config.history.closeAfter)
  let closed = 0
  for (let i = 0; i < noted.length; i += PAGE) {
    closed += await holder.transact(async (writer) => {
      let some = 0
      for (const { key } of noted.slice(i, i + PAGE)) {
        await deleteMeta(writer, key)
        some += Number(await closeOld(writer, Number(key.slice(IMPORTED.length)), before))
      }
      return some
    })
    // The store answers without leaving its turn: the lease is to be renewed meanwhile.
    await setImmediate()
  }
  return closed
}

async function closeOld(writer: Writer, number: number, before: string): Promise<boolean> {
  const ticket = await findTicket(writer, number)
  // Whoever has written since makes it no matter of the past.
  if (!ticket || ticket.status === 'closed' || ticket.updatedAt >= before) return false
  const at = ticket.updatedAt
  await moveTicket(writer, number, 'closed', { reopens: false, at })
  const data = { from: ticket.status, to: 'closed', because: 'imported' }
  await addEvent(writer, { at, ticket: number, actor: 'ticketd', kind: 'closed', data })
  return true
}
