import { refundable } from '../../access/credits.ts'
import type { NamedFacts, Sender, TicketFacts } from '../../decision/facts.ts'
import type { Mail } from '../../message/mail.ts'
import { getAccount } from '../../store/accounts.ts'
import { listCreditsOfTicket } from '../../store/credits.ts'
import type { Reader } from '../../store/database.ts'
import { findTicketEntitlement } from '../../store/entitlements.ts'
import { findOpenEscalation } from '../../store/ticket-work.ts'
import { type Command, commandsIn } from '../../ticket/commands.ts'
import type { Ticket } from '../../ticket/ticket.ts'

type LookUp = (number: number) => Promise<TicketFacts | null>

/** Looks up what the commands of a mail name: of few mails, and only of those who may give any. */
export async function gatherNamed(
  reader: Reader,
  mail: Mail,
  sender: Sender,
  ticket: Ticket | null,
  lookUp: LookUp,
): Promise<NamedFacts | null> {
  const mayCommand = sender.agentOf.length + sender.supports.length > 0
  if (!ticket || !mayCommand || !mail.reply.includes('#')) return null
  return await namedBy(reader, commandsIn(mail).commands, ticket, lookUp)
}

export async function namedBy(
  reader: Reader,
  commands: readonly Command[],
  ticket: Ticket,
  lookUp: LookUp,
): Promise<NamedFacts> {
  const tickets = new Map<number, TicketFacts | null>()
  for (const command of commands) {
    if (command.name === 'merge') tickets.set(command.into, await lookUp(command.into))
  }
  const escalates = commands.some(({ name }) => name === 'escalate')
  const charges = commands.some(({ name }) => name === 'charge')
  return {
    ticket: ticket.number,
    tickets,
    escalation: escalates ? await escalationOf(reader, ticket) : null,
    refundable: commands.some(({ name }) => name === 'refund')
      ? await refundableOf(reader, ticket.number)
      : 0,
    payers: charges ? await payersOf(reader, ticket) : [],
  }
}

async function escalationOf(reader: Reader, { number, accountId }: Ticket) {
  const account = accountId === null ? null : await getAccount(reader, accountId)
  return {
    open: (await findOpenEscalation(reader, number)) ?? null,
    partner: account?.partnerId ?? null,
  }
}

async function refundableOf(reader: Reader, ticket: number): Promise<number> {
  const entries = await listCreditsOfTicket(reader, ticket)
  const payers = new Set(entries.map(({ accountId }) => accountId))
  const of = (payer: number) => refundable(entries.filter((one) => one.accountId === payer))
  return [...payers].reduce((sum, payer) => sum + of(payer), 0)
}

async function payersOf(
  reader: Reader,
  { number, accountId }: Ticket,
): Promise<NamedFacts['payers']> {
  const servedId = (await findTicketEntitlement(reader, number))?.accountId ?? accountId
  if (servedId === null) return []
  const { partnerId } = await getAccount(reader, servedId)
  return partnerId === null ? ['account'] : ['account', 'partner']
}
