import type { Config } from '../../config/schema.ts'
import { addressedMailbox } from '../../decision/addressed.ts'
import type { Facts, Sender } from '../../decision/facts.ts'
import { isRequester, permissionOf } from '../../decision/permission.ts'
import type { Mail } from '../../message/mail.ts'
import { maySee } from '../../notification/audience.ts'
import type { CaseFormFacts } from '../../notification/case-form.ts'
import type { TicketsFacts } from '../../notification/tickets.ts'
import type { Reader } from '../../store/database.ts'
import { listConversation } from '../../store/entries.ts'
import { findTicket } from '../../store/tickets.ts'
import { listTicketsOf, listTicketsToAnswer } from '../../store/tickets-of.ts'
import { formFields, rulesOf } from '../../ticket/case-fields.ts'
import type { Ticket } from '../../ticket/ticket.ts'
import { fieldPolicyOf } from '../field-policy.ts'
import { gatherCircle } from '../gather/circle.ts'

/** So many tickets are looked at, so many closed ones, entries and tickets to answer shown. */
const MOST = 100
const CLOSED = 20
const ENTRIES = 50
const TO_ANSWER = 50

/** The tickets of whoever asks for them, or the conversation of the one that they name. */
export async function gatherTickets(
  reader: Reader,
  config: Config,
  { sender }: Facts,
  number: number | null,
): Promise<TicketsFacts> {
  const contactId = sender.contact?.active ? sender.contact.id : null
  const addresses = sender.contact?.active ? sender.contact.addresses : [sender.address]
  const all = await listTicketsOf(reader, { contactId, addresses }, MOST)
  const closed = all.filter((ticket) => ticket.status === 'closed')
  const named = number === null ? undefined : await findTicket(reader, number)
  const answers = named !== undefined && (await isToAnswer(reader, config, sender, named))
  const theirs = named && (answers || isRequester(sender, named)) ? named : null
  return {
    open: all.filter((ticket) => ticket.status !== 'closed'),
    closed: closed.slice(0, CLOSED),
    more: all.length === MOST || closed.length > CLOSED,
    toAnswer: await gatherToAnswer(reader, sender, addresses),
    notFound: number !== null && !theirs ? number : null,
    conversation: theirs && {
      ticket: theirs,
      answers,
      ...(await conversationOf(reader, theirs.number)),
    },
  }
}

/** What an agent or a support contact has to answer; null: they are neither. */
async function gatherToAnswer(
  reader: Reader,
  { supports, agentOf: departments }: Sender,
  addresses: readonly string[],
): Promise<TicketsFacts['toAnswer']> {
  const supported = supports.filter(({ account }) => account.state === 'active')
  if (supported.length === 0 && departments.length === 0) return null
  const accountIds = supported.map(({ account }) => account.id)
  const answering = { accountIds, departments, addresses }
  const tickets = await listTicketsToAnswer(reader, answering, TO_ANSWER + 1)
  return { tickets: tickets.slice(0, TO_ANSWER), more: tickets.length > TO_ANSWER }
}

/** The answer goes to the registered address only: nobody has to prove that the From is theirs. */
async function isToAnswer(
  reader: Reader,
  config: Config,
  sender: Sender,
  ticket: Ticket,
): Promise<boolean> {
  const circle = await gatherCircle(reader, config, ticket)
  const about = { ticket, circle }
  return permissionOf(sender, [], about, { staffByFromAlone: true }).side === 'support'
}

/** What the customer may see of it, the newest entries, oldest first. */
async function conversationOf(reader: Reader, number: number) {
  const all = await listConversation(reader, number)
  const seen = all.filter((entry) => maySee('customer', entry.audience))
  const entries = seen.slice(-ENTRIES).map((entry) => {
    // What support quotes may be of mails that are not for the customer.
    const isOwn = entry.side !== 'support'
    return { ...entry, reply: isOwn && entry.reply.trim() === '' ? entry.text : entry.reply }
  })
  return { entries, more: seen.length - entries.length }
}

/** The blank form as the department that was written to takes it, for the writer's account. */
export function caseFormFor(config: Config, mail: Mail, facts: Facts): CaseFormFacts {
  const policy = fieldPolicyOf(config)
  const { department } = addressedMailbox(mail, facts)
  const { reasons, features, required } = rulesOf(department, policy)
  const home = facts.sender.memberships.find(
    ({ account }) => account.id === facts.sender.contact?.accountId,
  )
  const departments = config.departments.map(({ name, title }) => ({ name, title }))
  return {
    fields: formFields(home?.account.model ?? null, departments.length > 1),
    required,
    reasons,
    features,
    departments,
  }
}
