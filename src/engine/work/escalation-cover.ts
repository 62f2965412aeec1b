import { asksForAnything, judge } from '../../access/entitlement.ts'
import { getAccount } from '../../store/accounts.ts'
import type { Writer } from '../../store/database.ts'
import { setTicketEntitlement } from '../../store/entitlements.ts'
import { addEvent } from '../../store/events.ts'
import { findTicketFields } from '../../store/ticket-fields.ts'
import type { Ticket } from '../../ticket/ticket.ts'
import { type Desk, instant } from '../desk.ts'
import { gatherHolding } from '../holding.ts'

/**
 * Judges what an escalated case rests on: what its customer has, with the deployment that the
 * customer named. It is open all the same, and says so where it rests on nothing: agents decide.
 */
export async function noteCover(
  desk: Desk,
  writer: Writer,
  origin: Ticket,
  opened: Ticket,
): Promise<void> {
  const { config, now } = desk
  const rule = config.departments.find(({ name }) => name === opened.department)
  if (!rule || origin.accountId === null || !asksForAnything(rule)) return
  const account = await getAccount(writer, origin.accountId)
  const fields = await findTicketFields(writer, origin.number)
  const { partnerId } = account
  const partner = partnerId === null ? null : await getAccount(writer, partnerId)
  // The customer's billing responsibility names who pays: the account itself, or its partner.
  const payer = partner && fields.billing === partner.accountId ? partner : account
  const holding = await gatherHolding(writer, config, account, payer.id, now())
  const claim = { deployment: fields.deployment ?? null, connectedTo: null }
  const { verdict, because, deployment } = judge(rule, claim, holding, true)
  const unentitled = verdict === 'entitled' ? 0 : 1
  await setTicketEntitlement(writer, {
    ticket: opened.number,
    accountId: account.id,
    payerId: payer.id,
    deploymentId: deployment?.id ?? null,
    because,
    unentitled,
  })
  const kind = unentitled ? 'not-entitled' : 'entitled'
  const event = { at: instant(now()), ticket: opened.number, actor: 'ticketd', kind }
  await addEvent(writer, { ...event, data: { because } })
}
