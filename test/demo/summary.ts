import type { Desk } from './desk.ts'
import { SUPPORT } from './desk.ts'
import { promise } from './expect.ts'
import type { MailHost } from './mail-host.ts'
import type { Person } from './person.ts'
import { output, rows, title } from './show.ts'

interface ListedTicket {
  number: number
  status: string
  account: string
  requester: string
  subject: string
}

interface ListedMail {
  from: string
  outcome: string | null
  ticket: number | null
  reason: string
}

interface SentMail {
  to: string
  template: string
  status: string
  messageId: string
}

/** Counts everything on both sides: what people wrote and read, and what ticketd says of it. */
export async function summarise(desk: Desk, host: MailHost, people: Person[]): Promise<void> {
  title('The end')
  const tickets = await desk.json<ListedTicket[]>('ticket', 'list')
  const taken = await desk.json<ListedMail[]>('mail', 'list', '--limit', '1000')
  const sent = await desk.json<SentMail[]>('outbox', 'list', '--limit', '1000')
  for (const person of people) await person.glance()

  const delivered = host.delivered.get(SUPPORT) ?? 0
  const read = people.flatMap((person) =>
    person.read.map((mail) => `${person.address} ${canonical(mail.messageId ?? '')}`),
  )
  const written = sent.map((mail) => `${mail.to} ${canonical(mail.messageId)}`)
  rows(
    ['ticket', 'status', 'account', 'requester', 'subject'],
    tickets.map((it) => [String(it.number), it.status, it.account, it.requester, it.subject]),
  )
  rows(
    ['mails in', 'outcome', 'ticket', 'because'],
    taken.toReversed().map((it) => [it.from, it.outcome ?? '-', String(it.ticket), it.reason]),
  )
  rows(['mails out', 'template', 'number'], perTemplate(sent))
  output(`${delivered} mails in, ${sent.length} mails out, ${read.length} read by people`)
  promise(
    `every mail in has its outcome: ${taken.length} of ${delivered}`,
    taken.length === delivered && taken.every((mail) => mail.outcome !== null),
  )
  promise(
    'every mail out was sent',
    sent.every((mail) => mail.status === 'sent'),
  )
  promise(
    'nothing was lost',
    written.every((mail) => read.includes(mail)),
  )
  promise('nothing came twice', new Set(read).size === read.length && read.length === sent.length)
}

function perTemplate(sent: SentMail[]): string[][] {
  const kinds = [...new Set(sent.map((it) => `${it.to} ${it.template}`))].sort()
  return kinds.map((kind) => {
    const count = sent.filter((it) => `${it.to} ${it.template}` === kind).length
    return [...kind.split(' '), String(count)]
  })
}

function canonical(messageId: string): string {
  return messageId.replace(/^<|>$/g, '').toLowerCase()
}
