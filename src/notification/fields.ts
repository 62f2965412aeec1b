import { withoutTags } from '../message/subject.ts'
import { oneLine } from '../message/unicode.ts'
import type { Person } from '../ticket/ticket.ts'
import { accessFields } from './access.ts'
import { caseFormFields } from './case-form.ts'
import type { ComposeContext, DigestFacts, TicketFacts } from './context.ts'
import { directoryFields, serviceFields } from './directory.ts'
import { inDoubtFields } from './in-doubt.ts'
import { showInstant, showPeriod, showSize, showSubject } from './locale.ts'
import type { Notice } from './notice.ts'
import { openedFields } from './opened.ts'
import { personFields } from './person.ts'
import { harmless, nameOf } from './plain.ts'
import { quarantinedFields } from './quarantined.ts'
import { NO_PROGRAMMES, referralFields } from './referral.ts'
import { emptyLines, registeredFields, registrationFields } from './registration.ts'
import type { Relay } from './relay.ts'
import { signInFields } from './sign-in.ts'
import { ticketsFields } from './tickets.ts'
import { titleIn } from './title.ts'
import { workFields } from './work-fields.ts'

/** The subject is repeated so far in what nobody asked for. */
const MOST_OF_SUBJECT = 100

/**
 * What templates may name. Every field is always there; null or an empty list stands for "there is
 * none", so that `{{#if}}` can ask. All of it is text in the reader's language.
 */
export type Fields = ReturnType<typeof fieldsOf>

/** Templates whose answers are new mails, unless they have a mark of their own. */
const NOT_ANSWERED =
  /^(admin|unknown)-|-referred-|-tickets-listed|-one-time-code|-token-rotated|-account-confirmed/

export function fieldsOf(notice: Notice, context: ComposeContext, relay: Relay, language: string) {
  const { desk, ticket, held, welcome, failed, bounced } = context
  const instant = (at: string) => showInstant(at, language, desk.timeZone)
  return {
    /** True where an answer to the mail is read as one. */
    answerable: context.mark != null || (ticket != null && !NOT_ANSWERED.test(notice.template)),
    /** True for the desk's own people, who may have its command line at hand. */
    forVendor: notice.audience === 'vendor',
    desk: { name: desk.name, portalUrl: desk.portalUrl ?? null, address: context.mailbox.address },
    recipient: {
      name: harmless(notice.recipient.name, 60),
      address: notice.recipient.address,
    },
    // A mail may name nobody as its writer.
    writer: context.writer?.address ? shownPerson(context.writer) : null,
    ticket: ticket ? ticketFields(ticket, notice, desk.tag, language, instant) : null,
    relay: relayFields(relay, language, instant),
    held: held
      ? {
          ...held,
          subject: showSubject(harmless(held.subject, 200), language),
          receivedAt: instant(held.receivedAt),
          because: harmless(held.because, 200),
        }
      : null,
    stopped: context.stopped ?? null,
    bundled: context.bundled ?? null,
    digest: context.digest ? digestFields(context.digest, language, instant) : null,
    refusedLines: context.refusedLines ?? [],
    referral: context.referral ? referralFields(context.referral) : null,
    tickets: context.tickets ? ticketsFields(context.tickets, desk.tag, language, instant) : null,
    form: context.form ? caseFormFields(context.form, language) : null,
    choices: (context.choices ?? []).map(({ accountId, company }) => ({
      accountId,
      company: harmless(company, 100),
    })),
    programmes: context.programmes ?? NO_PROGRAMMES,
    opened: context.opened ? openedFields(context.opened, language) : null,
    welcome: welcome
      ? {
          accountId: welcome.accountId,
          company: harmless(welcome.company, 100),
          code: welcome.proof?.code ?? null,
        }
      : null,
    registration: context.registration ? registrationFields(context.registration, language) : null,
    emptyLines: emptyLines(language),
    registered: context.registered ? registeredFields(context.registered) : null,
    code: context.code ?? null,
    /** Everybody who gets this report, where that is no secret; else nobody. */
    supportContacts: (notice.audience === 'customer' ? [] : (context.supportContacts ?? [])).map(
      shownPerson,
    ),
    /** How long is waited for somebody who has to do something first. */
    waits: context.lapse
      ? {
          pending: showPeriod(context.lapse.pending, language),
          held: showPeriod(context.lapse.held, language),
        }
      : null,
    person: context.person ? personFields(context.person, language) : null,
    directory: context.directory ? directoryFields(context.directory, language) : null,
    service: context.service ? serviceFields(context.service, language) : null,
    // Without its tag: an answer to the alarm is none to the ticket.
    failed: failed ? { ...failed, subject: withoutTags(failed.subject, desk.tag) } : null,
    bounced: bounced
      ? {
          address: bounced.address,
          words: oneLine(bounced.words).slice(0, 300),
          isRequester: bounced.address === ticket?.requester.address,
          isDisabled: bounced.isDisabled === true,
        }
      : null,
    quarantined: context.quarantined ? quarantinedFields(context.quarantined) : null,
    inDoubt: context.inDoubt ? inDoubtFields(context.inDoubt, desk.tag) : null,
    signIn: context.signIn ? signInFields(context.signIn) : null,
    stoppedAbove: context.stoppedAbove ?? null,
    halted: context.halted ?? null,
    failing: context.failing ?? null,
    ...accessFields(context, language),
    ...workFields(notice, context, language, instant),
  }
}

function digestFields(
  { mails, more, pending }: DigestFacts,
  language: string,
  instant: (at: string) => string,
) {
  return {
    count: mails.length + more,
    several: mails.length + more > 1,
    more,
    mails: mails.map((mail) => ({
      ...mail,
      subject: showSubject(harmless(mail.subject, 100), language),
      because: harmless(mail.because, 200),
      receivedAt: instant(mail.receivedAt),
      lapsesAt: mail.lapsesAt && instant(mail.lapsesAt),
    })),
    pending: pending.map(({ accountId, company, lapsesAt }) => {
      return { accountId, company: harmless(company, 100), lapsesAt: instant(lapsesAt) }
    }),
  }
}

function ticketFields(
  ticket: TicketFacts,
  notice: Notice,
  word: string,
  language: string,
  instant: (at: string) => string,
) {
  return {
    number: ticket.number,
    tag: `[${word}#${ticket.number}]`,
    subject: showSubject(shownSubject(ticket.subject, notice), language),
    department: titleIn(language, ticket.departmentTitle) ?? ticket.department,
    requester: shownPerson(ticket.requester),
    others: notice.audience === 'customer' ? null : shownPeople(ticket.participants ?? []),
    account: ticket.account,
    /** True where the account's support contacts answer it, not the desk. */
    byContacts: ticket.supportSide === 'contacts',
    handledBy: ticket.handledBy,
    openedAt: instant(ticket.openedAt),
    priority: ticket.priority,
    isP1: ticket.priority === 'P1',
    isP2: ticket.priority === 'P2',
    owner: ticket.owner,
    plan: ticket.plan,
    /** The plan that still counts, where it is not what the mail itself tells. */
    agreed: /-plan-set$/.test(notice.template) || ticket.status === 'closed' ? null : ticket.plan,
    reopened: ticket.reopened,
  }
}

/**
 * Whole for people who work on the ticket; for a customer's automatic mail only what is harmless.
 */
export function shownSubject(subject: string, notice: Notice): string {
  return isAutomaticToCustomer(notice) ? harmless(subject, MOST_OF_SUBJECT) : subject
}

export function isAutomaticToCustomer(notice: Notice): boolean {
  return notice.autoSubmitted !== null && notice.audience === 'customer'
}

function relayFields(relay: Relay, language: string, instant: (at: string) => string) {
  return {
    words: relay.words,
    /** The beginning of it, for the line that mail programs show in their lists. */
    excerpt: harmless(relay.words.slice(0, 400), 120),
    rest: relay.rest,
    attachments: relay.attachments.map(({ name, size }) => ({
      name,
      size: showSize(size, language),
    })),
    earlier: relay.earlier.map((entry) => ({
      from: nameOf(entry.from),
      at: instant(entry.at),
      words: entry.reply,
      attachments: entry.attachments,
      /** The customer does not see it: said, so that nobody quotes it to him by mistake. */
      internal: entry.audience !== 'customer',
      cut: entry.cut,
    })),
    more: relay.more,
  }
}

/** `Bo Lin (bo@globex.test), it@globex.test`; null: nobody. */
function shownPeople(people: readonly Person[]): string | null {
  if (people.length === 0) return null
  const one = (person: Person) =>
    person.name === '' ? person.address : `${nameOf(person)} (${person.address})`
  return people.map(one).join(', ')
}

function shownPerson(person: Person) {
  return { name: nameOf(person), address: person.address }
}
