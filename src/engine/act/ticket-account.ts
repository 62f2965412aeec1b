import { type Account, supportSideFor } from '../../account/account.ts'
import { Failure } from '../../errors.ts'
import { getAccount } from '../../store/accounts.ts'
import { findContactByAddress } from '../../store/contacts.ts'
import type { Writer } from '../../store/database.ts'
import { dropTicketEntitlement } from '../../store/entitlements.ts'
import { addEvent } from '../../store/events.ts'
import { listOwnerless, setTicketAccount } from '../../store/ticket-account.ts'
import { findTicket } from '../../store/tickets.ts'
import type { Ticket } from '../../ticket/ticket.ts'
import { keepClock } from '../clock.ts'
import { type Desk, instant } from '../desk.ts'
import { accountOf } from './account-of.ts'
import { refuseActor } from './account-rights.ts'
import { actorOf, mayDoAll } from './actor.ts'
import { ticketNamed } from './ticket-named.ts'

/** The Account IDs before and after; null: the ticket was of no account. */
export interface Moved {
  before: string | null
  after: string
}

/**
 * A ticket becomes that of an account: its people may read and write it from now on. Throws Failure
 * `no-ticket`, `no-account`, `not-allowed`, `not-active`, `already`.
 */
export async function giveToAccount(
  desk: Desk,
  number: number,
  accountId: string,
  as: string | null,
): Promise<Moved> {
  return await desk.store.transact(async (writer) => {
    const ticket = await ticketNamed(writer, number)
    const actor = await actorOf(writer, desk.config, as)
    if (!mayDoAll(desk.config, actor) && !actor.sender?.agentOf.includes(ticket.department)) {
      refuseActor(
        actor,
        `give ticket ${number} to an account`,
        'An agent of its department or an administrator of the desk may.',
      )
    }
    const account = await accountOf(writer, accountId)
    refuseAccount(ticket, account)
    const at = instant(desk.now())
    const moved = await attach(writer, ticket, account, actor.name, at)
    // Where the desk answers from now on, its promises begin.
    const is = (await findTicket(writer, ticket.number)) ?? ticket
    await keepClock(desk, writer, ticket, is, false, at)
    return moved
  })
}

function refuseAccount(ticket: Ticket, { id, accountId, state }: Account): void {
  if (ticket.accountId === id) {
    throw new Failure('already', `Ticket ${ticket.number} is one of ${accountId} already.`)
  }
  if (state === 'active') return
  throw new Failure('not-active', `${accountId} gets no tickets: it is ${state}.`)
}

/**
 * A person belongs to an active account now: the tickets of no account that they opened from any of
 * their addresses, and that are not closed, become those of the account. Gives their numbers.
 */
export async function attachOwnerless(
  writer: Writer,
  account: Account,
  address: string,
  actor: string,
  at: string,
): Promise<number[]> {
  const contact = await findContactByAddress(writer, address)
  const attached: number[] = []
  for (const one of contact?.addresses ?? []) {
    for (const number of await listOwnerless(writer, one)) {
      const ticket = await findTicket(writer, number)
      if (!ticket) continue
      await attach(writer, ticket, account, actor, at)
      attached.push(number)
    }
  }
  return attached
}

async function attach(
  writer: Writer,
  ticket: Ticket,
  account: Account,
  actor: string,
  at: string,
): Promise<Moved> {
  const { number, requester } = ticket
  const contact = await findContactByAddress(writer, requester.address)
  await setTicketAccount(writer, number, {
    accountId: account.id,
    // Agents who answer it already go on; support contacts join them.
    supportSide: ticket.supportSide === 'desk' ? 'desk' : supportSideFor(account, at),
    requesterContactId: contact?.id ?? requester.contactId,
    at,
  })
  // What it rested on, and who paid, was the other account's: nothing is charged to that any more.
  await dropTicketEntitlement(writer, number)
  const before = ticket.accountId === null ? null : await getAccount(writer, ticket.accountId)
  const data = { before: before?.accountId ?? null, after: account.accountId }
  await addEvent(writer, {
    at,
    ticket: number,
    accountId: account.id,
    actor,
    kind: 'account-changed',
    data,
  })
  return data
}
