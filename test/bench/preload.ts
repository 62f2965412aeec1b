import type { NewAccount } from '../../src/store/accounts.ts'
import { addAccount, addSupportContact } from '../../src/store/accounts.ts'
import { addContact } from '../../src/store/contacts.ts'
import { nextNumber } from '../../src/store/counters.ts'
import { openStore, type Writer } from '../../src/store/database.ts'
import { addEntry } from '../../src/store/entries.ts'
import { addTicket } from '../../src/store/tickets.ts'
import type { Person, Ticket } from '../../src/ticket/ticket.ts'
import { CUSTOMERS, FIRST_TICKET, REPLIERS, topic } from './workload.ts'

/** A store with the two accounts of the workload and the tickets that its replies belong to. */
export async function preload(file: string, tickets: number): Promise<void> {
  const store = await openStore(file, { migrate: true })
  const at = new Date().toISOString()
  await store.transact(async (writer) => {
    await addCustomer(writer, 'One', CUSTOMERS, at)
    const { accountId, contactIds } = await addCustomer(writer, 'Two', REPLIERS, at)
    await addSupportContact(writer, accountId, 'partner@help.test', at)
    for (let i = 0; i < tickets; i++) {
      const address = REPLIERS[i % REPLIERS.length] as string
      const contactId = contactIds[i % REPLIERS.length] as number
      const ticket = ticketOf(i, accountId, { name: 'Customer', address, contactId }, at)
      await addTicket(writer, ticket)
      await addFirstEntry(writer, ticket, at)
    }
    await nextNumber(writer, 'ticket', FIRST_TICKET + tickets)
  })
  await store.close()
}

async function addCustomer(writer: Writer, company: string, addresses: string[], at: string) {
  const account: NewAccount = {
    kind: 'customer',
    model: 'cloud',
    company,
    partnerId: null,
    state: 'active',
    locale: null,
    createdAt: at,
  }
  const { id: accountId } = await addAccount(writer, account)
  const contactIds: number[] = []
  for (const address of addresses) {
    const person = { name: 'Customer', address, phone: null, locale: null, createdAt: at }
    contactIds.push(
      await addContact(writer, { ...person, accountId, roles: ['authorised-contact'] }),
    )
  }
  return { accountId, contactIds }
}

function ticketOf(
  index: number,
  accountId: number,
  requester: Person & { contactId: number },
  at: string,
): Ticket {
  return {
    number: FIRST_TICKET + index,
    subject: topic(index),
    status: 'open',
    priority: 'P3',
    reason: null,
    department: 'support',
    mailbox: 'support',
    accountId,
    requester,
    supportSide: 'desk',
    locale: 'en',
    seq: 2,
    reopened: 0,
    openedAt: at,
    updatedAt: at,
    closedAt: null,
    owner: null,
    plan: null,
    mergedInto: null,
    escalatedFrom: null,
    clock: null,
  }
}

async function addFirstEntry(writer: Writer, { number, subject, requester }: Ticket, at: string) {
  const text = `${subject}: `.padEnd(300, 'it rings once and then it is silent, ')
  await addEntry(writer, {
    ticket: number,
    at,
    direction: 'in',
    audience: 'customer',
    side: 'customer',
    from: requester,
    recipients: [],
    subject,
    verified: true,
    ledgerId: null,
    text,
    reply: text,
    html: null,
    folds: [],
    attachments: [],
  })
}
