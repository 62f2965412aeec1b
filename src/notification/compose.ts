import { ownMessageId } from '../message/own-ids.ts'
import { withTag } from '../message/subject.ts'
import { cadenceSvg } from './cadence-chart.ts'
import type { ComposeContext, TicketFacts } from './context.ts'
import { fieldsOf, isAutomaticToCustomer, shownSubject } from './fields.ts'
import type { Written } from './handlebars.ts'
import type { Draft, Notice } from './notice.ts'
import { trimReferences } from './references.ts'
import { type Relay, relayFor } from './relay.ts'

/**
 * Puts one notice into words and gives it its ids. A mail about a ticket keeps the ticket's subject
 * behind its tag; any other has the subject of its template, behind its mark where it has one.
 * Throws Failure `template` only. Whoever tells several people of one thing may make the relay once
 * for all of the same audience.
 */
export function compose(
  notice: Notice,
  context: ComposeContext,
  relay: Relay = relayOf(notice, context),
): Draft {
  const { desk, mailbox, number } = context
  const ticket = ticketOf(context)
  const languages = languagesFor(notice, context)
  const language = context.templates.languageOf(notice.template, languages)
  const fields = fieldsOf(notice, context, relay, language)
  const rendered = context.templates.render(notice.template, languages, fields, {
    ...(relay.html && { relay: { ...fields.relay, ...asWritten(relay.html) } }),
    ...(context.cadence && {
      cadence: { ...fields.cadence, bars: { sanitised: cadenceSvg(context.cadence.report.lines) } },
    }),
  })
  return {
    ticket: ticket?.number ?? null,
    seq: ticket ? number : null,
    mailbox: mailbox.name,
    template: notice.template,
    priority: notice.priority,
    recipient: notice.recipient,
    envelopeFrom: context.envelopeFrom ?? mailbox.address,
    from: { name: rendered.from ?? desk.name, address: mailbox.address },
    replyTo: context.replyTo ?? mailbox.address,
    subject: ticket
      ? withTag(shownSubject(ticket.subject, notice), desk.tag, ticket.number)
      : context.mark
        ? withTag(rendered.subject ?? desk.name, desk.tag, context.mark)
        : (rendered.subject ?? desk.name),
    ...idsOf(notice, context),
    autoSubmitted: notice.autoSubmitted,
    date: context.now,
    language,
    text: rendered.text,
    html: rendered.html,
    attachments: notice.autoSubmitted === null ? [...relay.attachments] : [],
    ledgerId: context.ledgerId,
  }
}

/**
 * What the reader is shown of the conversation; the same for all of one audience and one manner.
 */
export function relayOf(notice: Notice, context: Pick<ComposeContext, 'words' | 'earlier'>): Relay {
  // What a customer did not ask a person for repeats the subject, never a body.
  return isAutomaticToCustomer(notice)
    ? NOTHING
    : relayFor(notice.audience, context.words ?? null, context.earlier ?? [])
}

/**
 * The ticket whose mail it is: with a mark of its own a mail is none of the ticket that it names.
 */
function ticketOf({ ticket, mark }: ComposeContext): TicketFacts | null {
  return mark ? null : (ticket ?? null)
}

/** The HTML part shows the writer's own HTML in place of the text. */
function asWritten({ words, rest }: NonNullable<Relay['html']>): { words: Written; rest: string } {
  return { words: { sanitised: words }, rest }
}

const NOTHING: Relay = { words: '', rest: '', html: null, attachments: [], earlier: [], more: 0 }

/** A customer and the account's support contacts read the ticket's language, the desk its own. */
function languagesFor(notice: Notice, { desk, ticket, locale }: ComposeContext): string[] {
  const own = notice.audience === 'vendor' ? null : (ticket?.locale ?? locale ?? null)
  return own === null ? [desk.locale] : [own, desk.locale]
}

function idsOf(
  { recipient }: Notice,
  context: ComposeContext,
): Pick<Draft, 'messageId' | 'inReplyTo' | 'references'> {
  const { desk, number, sign, knownIds } = context
  const ticket = ticketOf(context)
  if (!ticket) {
    const signature = sign({ row: number }, recipient.address)
    const messageId = ownMessageId({ kind: 'mail', row: number, signature }, desk.domain)
    const references = trimReferences(knownIds ?? [])
    return { messageId, inReplyTo: references.at(-1) ?? null, references }
  }
  const id = (seq: number, to: string) => {
    const signature = sign({ ticket: ticket.number, seq }, to)
    return ownMessageId({ kind: 'ticket', ticket: ticket.number, seq, signature }, desk.domain)
  }
  const references = trimReferences([id(0, ''), ...(knownIds ?? [])])
  return {
    messageId: id(number, recipient.address),
    inReplyTo: references.at(-1) ?? null,
    references,
  }
}
