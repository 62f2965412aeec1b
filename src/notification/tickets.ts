import type { Ticket } from '../ticket/ticket.ts'
import { showSubject } from './locale.ts'
import { harmless } from './plain.ts'
import type { EarlierEntry } from './relay.ts'

type Line = Pick<Ticket, 'number' | 'subject' | 'status' | 'updatedAt'>

/** The tickets of one person, newest first, and the conversation of one of them. */
export interface TicketsFacts {
  open: Line[]
  closed: Line[]
  /** True where older ones are left out. */
  more: boolean
  /** Not closed, and theirs to answer; null: they are no agent and no support contact. */
  toAnswer: { tickets: Line[]; more: boolean } | null
  /** A number that was asked for and is none of theirs. */
  notFound: number | null
  /** What a customer may see of a ticket, oldest first; null: the list was asked for. */
  conversation: {
    ticket: Line & Pick<Ticket, 'plan'>
    /** Whether it is theirs to answer. */
    answers: boolean
    entries: EarlierEntry[]
    more: number
  } | null
}

const LONGEST = 10_000

export function ticketsFields(
  { open, closed, more, toAnswer, notFound, conversation }: TicketsFacts,
  word: string,
  language: string,
  instant: (at: string) => string,
) {
  const line = ({ number, subject, status, updatedAt }: Line) => ({
    number,
    tag: `[${word}#${number}]`,
    subject: showSubject(harmless(subject, 100), language),
    waiting: status === 'waiting',
    closed: status === 'closed',
    updatedAt: instant(updatedAt),
  })
  return {
    open: open.map(line),
    closed: closed.map(line),
    more,
    toAnswer: toAnswer && { tickets: toAnswer.tickets.map(line), more: toAnswer.more },
    notFound,
    conversation: conversation && {
      ...line(conversation.ticket),
      plan: conversation.ticket.plan,
      answers: conversation.answers,
      more: conversation.more,
      entries: conversation.entries.map(({ from, at, reply, attachments }) => ({
        from: from.name || from.address,
        at: instant(at),
        words: reply.trim().slice(0, LONGEST),
        attachments,
      })),
    },
  }
}
