import { type CreditEntry, refundable } from '../../access/credits.ts'
import { Failure } from '../../errors.ts'
import { oneLine } from '../../message/unicode.ts'
import { addCreditEntry, creditBalance, listCreditsOfTicket } from '../../store/credits.ts'
import { findTicket } from '../../store/tickets.ts'
import type { Desk } from '../desk.ts'
import { type Balanced, noteFall } from '../work/balance.ts'
import { refuse } from './faults.ts'
import { noTicket } from './no-ticket.ts'
import { type Sale, type Sold, sell } from './selling.ts'

/** More than anybody sells, and far from where numbers stop being whole. */
const MOST = 525_600

/** Sells a pack of credits. */
export async function buyCredits(
  desk: Desk,
  accountId: string,
  minutes: number,
  as: string | null,
): Promise<Sold<Balanced>> {
  return await sell(desk, accountId, as, 'credits-bought', async (sale) => {
    const { packs } = desk.config.credits
    if (!packs.includes(minutes)) {
      const text = `${minutes} are no pack; there are packs of ${packs.join(', ')}`
      refuse('Nothing was bought', [{ field: 'minutes', text }])
    }
    return await book(sale, { kind: 'bought', minutes, reason: `a pack of ${minutes} bought` })
  })
}

/** Corrects a balance; the reason stays in the ledger for good. */
export async function adjustCredits(
  desk: Desk,
  accountId: string,
  minutes: number,
  written: string,
  as: string | null,
): Promise<Sold<Balanced>> {
  return await sell(desk, accountId, as, 'credits-adjusted', async (sale) => {
    const reason = oneLine(written).trim()
    const isAmount = Number.isInteger(minutes) && minutes !== 0 && Math.abs(minutes) <= MOST
    refuse('Nothing was changed', [
      ...(isAmount
        ? []
        : [{ field: 'minutes', text: `must be a whole number up to ${MOST}, not 0` }]),
      ...(reason === '' ? [{ field: 'reason', text: 'is missing' }] : []),
    ])
    return await book(sale, { kind: 'adjusted', minutes, reason: `adjusted: ${reason}` })
  })
}

/** Gives back what a ticket took, never more than that. */
export async function refundCredits(
  desk: Desk,
  accountId: string,
  minutes: number,
  number: number,
  as: string | null,
): Promise<Sold<Balanced>> {
  return await sell(desk, accountId, as, 'credits-refunded', async (sale) => {
    if (!(await findTicket(sale.writer, number))) throw noTicket(number)
    const entries = await listCreditsOfTicket(sale.writer, number)
    const most = refundable(entries.filter((one) => one.accountId === sale.account.id))
    if (!Number.isInteger(minutes) || minutes <= 0 || minutes > most) {
      const text = `must be from 1 to ${most}: so many were deducted for ticket ${number} and not given back`
      throw most === 0
        ? new Failure('refused', `Ticket ${number} took nothing of ${sale.account.accountId}.`)
        : new Failure('refused', `Nothing was refunded: minutes ${text}.`)
    }
    const reason = `refunded for ticket ${number}`
    return await book(sale, { kind: 'refunded', minutes, reason, ticket: number })
  })
}

async function book(
  { desk, writer, account, actor, at }: Sale,
  entry: Pick<CreditEntry, 'kind' | 'minutes' | 'reason'> & { ticket?: number },
): Promise<Balanced> {
  const before = await creditBalance(writer, account.id)
  const own = { accountId: account.id, at, actor, contractId: null, ticket: null, ...entry }
  await addCreditEntry(writer, own)
  const balanced = { balance: before + entry.minutes, minutes: entry.minutes }
  await noteFall(desk, writer, account, { before, after: balanced.balance }, null)
  return balanced
}
