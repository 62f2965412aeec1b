import type { Account } from '../../account/account.ts'
import type { Writer } from '../../store/database.ts'
import type { Desk } from '../desk.ts'
import { gatherCircle } from '../gather/circle.ts'
import type { About } from '../unreachable.ts'
import { type Booked, chargeTo, logMinutes, refundMinutes } from '../work/minutes.ts'
import { type Actor, actorOf } from './actor.ts'
import { notAllowed, standingOf } from './standing.ts'
import { ticketNamed } from './ticket-named.ts'

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
    const ticket = await ticketNamed(writer, number)
    const actor = await actorOf(writer, desk.config, as)
    const circle = await gatherCircle(writer, desk.config, ticket)
    const standing = standingOf(actor, ticket, circle)
    if (standing.side !== 'support' || !standing.vendor) {
      throw notAllowed(actor, ticket, 'only agents of its department log time and credits')
    }
    return await work(writer, { ticket, circle }, actor)
  })
}
