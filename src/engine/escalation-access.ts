import { asksForAnything, judge } from '../access/entitlement.ts'
import { getAccount } from '../store/accounts.ts'
import type { Writer } from '../store/database.ts'
import { setTicketEntitlement } from '../store/entitlements.ts'
import { addEvent } from '../store/events.ts'
import { findTicketFields } from '../store/ticket-fields.ts'
import type { Ticket } from '../ticket/ticket.ts'
import { type Desk, instant } from './desk.ts'
import { gatherHolding } from './holding.ts'

/**
 * Judges a case that a partner escalates: with the deployment and contracts of its customer, and the
 * credits of whom the billing responsibility names, else of the partner. It opens all the same, and says
 * what it rests on, or that it rests on nothing.
 */
export async function judgeEscalation(
  { config, now }: Desk,
  writer: Writer,
  opened: Ticket,
  origin: Ticket,
): Promise<void> {
  const rule = config.departments.find(({ name }) => name === opened.department)
  if (!rule || !asksForAnything(rule) || origin.accountId === null) return
  const customer = await getAccount(writer, origin.accountId)
  const fields = await findTicketFields(writer, origin.number)
  const pays = fields.billing === customer.accountId ? customer.id : opened.accountId
  const payerId = pays ?? customer.id
  const holding = await gatherHolding(writer, config, customer, payerId, now())
  const claim = { deployment: fields.deployment ?? null, connectedTo: null }
  const judged = judge(rule, claim, holding, config.contracts.deployment === 'take')
  const { verdict, because, deployment } = judged
  const ticket = opened.number
  await setTicketEntitlement(writer, {
    ticket,
    accountId: opened.accountId ?? customer.id,
    payerId,
    deploymentId: deployment?.id ?? null,
    because,
    unentitled: verdict === 'entitled' ? 0 : 1,
  })
  const kind = verdict === 'entitled' ? 'entitled' : 'unentitled-escalation'
  await addEvent(writer, { at: instant(now()), ticket, actor: 'ticketd', kind, data: { because } })
}
