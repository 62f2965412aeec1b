import type { Account } from '../../account/account.ts'
import type { Writer } from '../../store/database.ts'
import { findTicket } from '../../store/tickets.ts'
import type { Desk } from '../desk.ts'
import { gatherCircle, targetOf } from '../gather.ts'
import type { About } from '../unreachable.ts'
import { type Booked, chargeTo, logMinutes, refundMinutes } from '../work/minutes.ts'
import { type Actor, actorOf } from './actor.ts'
import { noTicket } from './no-ticket.ts'
import { notAllowed, standingOf } from './standing.ts'

/** Logs minutes of work on a ticket, or gives them back; only agents of its department may. */
export async function bookMinutes(
  desk: Desk,
  number: number,
  minutes: number,
  way: 'log' | 'refund',
  as: string | null,
): Promise<Booked> {
  return await asAgent(desk, number, as, (writer, about, { name }) =>
    way === 'log'
      ? logMinutes(desk, writer, about, name, minutes)
      : refundMinutes(desk, writer, about, name, minutes),
  )
}

/** Says whose credits pay for a ticket. */
export async function chargeTicket(
  desk: Desk,
  number: number,
  whom: 'account' | 'partner',
  as: string | null,
): Promise<Account> {
  return await asAgent(desk, number, as, (writer, { ticket }, { name }) =>
    chargeTo(desk, writer, ticket, whom, name),
  )
}

async function asAgent<T>(
  desk: Desk,
  number: number,
  as: string | null,
  work: (writer: Writer, about: About, actor: Actor) => Promise<T>,
): Promise<T> {
  return await desk.store.transact(async (writer) => {
    const named = await findTicket(writer, number)
    if (!named) throw noTicket(number)
    const ticket = await targetOf(writer, named)
    const actor = await actorOf(writer, desk.config, as)
    const circle = await gatherCircle(writer, desk.config, ticket)
    const standing = standingOf(actor, ticket, circle)
    if (standing.side !== 'support' || !standing.vendor) {
      throw notAllowed(actor, ticket, 'only agents of its department log time and credits')
    }
    return await work(writer, { ticket, circle }, actor)
  })
}
