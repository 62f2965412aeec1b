import { refundable, startedMinutes } from '../../access/credits.ts'
import type { Account } from '../../account/account.ts'
import { Failure } from '../../errors.ts'
import { getAccount } from '../../store/accounts.ts'
import {
  addCreditEntry,
  addWorkTime,
  creditBalance,
  listCreditsOfTicket,
} from '../../store/credits.ts'
import type { Writer } from '../../store/database.ts'
import { findTicketEntitlement, setTicketEntitlement } from '../../store/entitlements.ts'
import { addEvent } from '../../store/events.ts'
import type { Ticket } from '../../ticket/ticket.ts'
import { releaseEntitled } from '../act/release-entitled.ts'
import { type Desk, instant } from '../desk.ts'
import type { Told } from '../tell.ts'
import type { About } from '../unreachable.ts'
import { noteFall } from './balance.ts'

/** What came of minutes of work, or of giving them back. */
export interface Booked {
  /** Whole minutes: started ones count. */
  minutes: number
  /** Whose credits moved; null: the department uses none. */
  payer: Account | null
  /** After it; null where no credits moved. */
  balance: number | null
  told: Told[]
}

/**
 * Logs work on a ticket. Where its department uses credits they are taken from who pays, below zero
 * if need be: the work was done. Throws Failure `refused` for what is no time of work.
 */
export async function logMinutes(
  desk: Desk,
  writer: Writer,
  about: About,
  actor: string,
  worked: number,
): Promise<Booked> {
  const { ticket } = about
  const minutes = checked(desk, worked)
  const at = instant(desk.now())
  await addWorkTime(writer, { ticket: ticket.number, at, minutes, actor })
  const payer = await payerOf(desk, writer, ticket)
  const data = { minutes, ...(payer && { payer: payer.accountId }) }
  await addEvent(writer, { at, ticket: ticket.number, actor, kind: 'minutes-logged', data })
  if (!payer) return { minutes, payer, balance: null, told: [] }
  const before = await creditBalance(writer, payer.id)
  await addCreditEntry(writer, {
    accountId: payer.id,
    at,
    kind: 'deducted',
    minutes: -minutes,
    reason: `${minutes} ${minutes === 1 ? 'minute' : 'minutes'} of ${actor} on ticket ${ticket.number}`,
    ticket: ticket.number,
    actor,
    contractId: null,
  })
  const balance = before - minutes
  const told = await noteFall(desk, writer, payer, { before, after: balance }, about)
  return { minutes, payer, balance, told }
}

/**
 * Gives minutes of a ticket back, since the fault was ours; `wanted` null: all of them. Never more
 * than was deducted for the ticket. Mails that waited for credits are decided again. Throws Failure
 * `refused`.
 */
export async function refundMinutes(
  desk: Desk,
  writer: Writer,
  { ticket }: Pick<About, 'ticket'>,
  actor: string,
  wanted: number | null,
): Promise<Booked> {
  const entries = await listCreditsOfTicket(writer, ticket.number)
  const paid = entries.filter(({ kind }) => kind === 'deducted').map((entry) => entry.accountId)
  // Who paid last gets back first.
  const payers = [...new Set(paid.reverse())]
  const left = (payer: number) => refundable(entries.filter((one) => one.accountId === payer))
  const most = payers.reduce((sum, payer) => sum + left(payer), 0)
  // However many were logged, at once or not: all that was taken may be given back.
  const minutes = wanted === null ? most : startedMinutes(wanted, most)
  if (most === 0 || minutes === null) {
    const said = most === 0 ? 'nothing is left of them' : `only ${most} are left of them`
    const what = `The credits that ticket ${ticket.number} took cannot be given back`
    throw new Failure('refused', `${what}: ${said}.`)
  }
  const at = instant(desk.now())
  let open = minutes
  for (const payer of payers) {
    const part = Math.min(open, left(payer))
    open -= part
    if (part === 0) continue
    const reason = `refunded by ${actor} on ticket ${ticket.number}`
    const entry = { accountId: payer, at, minutes: part, reason, ticket: ticket.number, actor }
    await addCreditEntry(writer, { ...entry, kind: 'refunded', contractId: null })
    await releaseEntitled(desk, writer, payer, actor)
  }
  const data = { minutes }
  await addEvent(writer, { at, ticket: ticket.number, actor, kind: 'minutes-refunded', data })
  const last = payers.find((payer) => left(payer) > 0)
  const payer = last === undefined ? null : await getAccount(writer, last)
  const balance = payer && (await creditBalance(writer, payer.id))
  return { minutes, payer, balance, told: [] }
}

/**
 * Says whose credits pay for a ticket from now on: the account's own, or its partner's. Throws
 * Failure `refused` where there is no partner, or no account.
 */
export async function chargeTo(
  desk: Desk,
  writer: Writer,
  { number, accountId }: Ticket,
  whom: 'account' | 'partner',
  actor: string,
): Promise<Account> {
  const before = await findTicketEntitlement(writer, number)
  // An escalated case is the partner's, and rests on what its customer has.
  const servedId = before?.accountId ?? accountId
  const account = servedId === null ? null : await getAccount(writer, servedId)
  const payerId = whom === 'account' ? account?.id : account?.partnerId
  if (!account || payerId == null) {
    const what = account ? `${account.accountId} has no partner` : 'it is of no account'
    throw new Failure('refused', `Nobody else can pay for ticket ${number}: ${what}.`)
  }
  const payer = await getAccount(writer, payerId)
  const because = before?.because ?? 'opened without an entitlement being asked for'
  const own = { deploymentId: null, unentitled: 0, ...before, because }
  await setTicketEntitlement(writer, { ...own, ticket: number, accountId: account.id, payerId })
  const event = { at: instant(desk.now()), ticket: number, actor, kind: 'charged-to' }
  await addEvent(writer, { ...event, data: { payer: payer.accountId } })
  return payer
}

/** Whose credits a ticket uses; null: its department uses none, or nobody of ours works on it. */
async function payerOf(desk: Desk, writer: Writer, ticket: Ticket): Promise<Account | null> {
  const department = desk.config.departments.find(({ name }) => name === ticket.department)
  if (department?.credits !== 'used' || ticket.supportSide !== 'desk') return null
  const payerId = (await findTicketEntitlement(writer, ticket.number))?.payerId
  const id = payerId ?? ticket.accountId
  return id === null ? null : await getAccount(writer, id)
}

function checked(desk: Desk, worked: number): number {
  const { mostLogged } = desk.config.credits
  const minutes = startedMinutes(worked, mostLogged)
  if (minutes !== null) return minutes
  throw new Failure('refused', `${worked} minutes cannot be logged at once.`, {
    advice: `It must be more than 0 and at most ${mostLogged} (credits.mostLogged).`,
  })
}
