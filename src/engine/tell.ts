import type { Mail } from '../message/mail.ts'
import { plusAddress } from '../message/plus-address.ts'
import { verpAddress } from '../message/verp.ts'
import type { AccessContext } from '../notification/access.ts'
import { compose, relayOf } from '../notification/compose.ts'
import type { ComposeContext } from '../notification/context.ts'
import type { Draft, Notice } from '../notification/notice.ts'
import { recipients } from '../notification/recipients.ts'
import type { Relay, Words } from '../notification/relay.ts'
import type { WorkFacts } from '../notification/work-facts.ts'
import { getAccount } from '../store/accounts.ts'
import { ALL_UNKNOWN, type AnswerKind, addAnswer } from '../store/answers.ts'
import { nextNumber } from '../store/counters.ts'
import type { Writer } from '../store/database.ts'
import { listNewestEntries } from '../store/entries.ts'
import { enqueue } from '../store/outbox.ts'
import { lastSentTo } from '../store/sent.ts'
import { nextSeqs } from '../store/tickets.ts'
import type { Happening } from '../ticket/happening.ts'
import type { Circle, Person, Ticket } from '../ticket/ticket.ts'
import { type Desk, instant } from './desk.ts'
import { escalationOf, promisedEvery } from './paces.ts'

/** Something happened: to what, by whom, with which words. */
export interface Telling {
  happening: Happening
  /** Why nobody gets an automatic answer; null: they may. */
  silence: string | null
  ticket: Ticket | null
  circle: Circle | null
  /** Null: the operator, or nobody. */
  writer: Person | null
  /** Whether the writer is a contact: whom answers are counted against. */
  known: boolean
  /** Name of the mailbox that speaks where there is no ticket. */
  mailbox: string
  /** The mail that caused it, with its ledger row; null: a command did. */
  mail: { ledgerId: number; mail: Mail } | null
  /** What it became in the conversation; null where it is no entry. */
  entry: { id: number; words: Words } | null
  decisionMaker?: Person
  /** Whom it is about, where that is no ticket. */
  person?: Person
  /** The new ticket begins with a note of who forwarded it. */
  commented?: boolean
  decider?: { person: Person; vendor: boolean }
  /** What the mail is about that is no ticket, `M17`: its answers are known by a signed tag. */
  matter?: string
  /** Addresses that nothing is sent to: nobody there can be told of it. */
  unreachable?: readonly string[]
  otherDepartments?: string[]
  more?: Pick<
    ComposeContext,
    | 'held'
    | 'digest'
    | 'bundled'
    | 'stopped'
    | 'refusedLines'
    | 'referral'
    | 'opened'
    | 'tickets'
    | 'form'
    | 'choices'
    | 'programmes'
    | 'welcome'
    | 'registration'
    | 'registered'
    | 'code'
    | 'person'
    | 'directory'
    | 'service'
    | 'failed'
    | 'bounced'
    | 'quarantined'
    | 'inDoubt'
    | 'signIn'
    | 'stoppedAbove'
    | 'halted'
    | 'failing'
    | 'locale'
    | 'words'
    | keyof WorkFacts
    | keyof AccessContext
  >
}

/** One mail that leaves, and why this person gets it. */
export interface Told {
  notice: Notice
  draft: Draft
  /** Why it does not leave after all: its address is suppressed; null: it does. */
  keptBack: string | null
}

/**
 * Who is told, in which words, put into the outbox: in the transaction of what happened, so that
 * neither is ever without the other.
 */
export async function tell(desk: Desk, writer: Writer, telling: Telling): Promise<Told[]> {
  if (desk.tellsNobody) return []
  const notices = noticesFor(desk, telling)
  if (notices.length === 0) return []
  const context = await contextOf(desk, writer, telling)
  // A mail with a mark of its own is none of the ticket that it names.
  const ticket = telling.matter ? null : telling.ticket
  const first = await numbersFor(writer, ticket, notices.length)
  const mails: Omit<Told, 'keptBack'>[] = []
  const relays = new Map<string, Relay>()
  for (const [i, notice] of notices.entries()) {
    const number = first + i
    const readers = `${notice.audience} ${notice.autoSubmitted}`
    const relay = relays.get(readers) ?? relayOf(notice, context)
    relays.set(readers, relay)
    const { address } = notice.recipient
    const own = {
      ...context,
      number,
      knownIds: await knownIds(writer, telling, address),
      ...(telling.matter && { mark: markFor(desk, telling.matter, address) }),
      ...returnAddresses(desk, ticket, number, address, context.mailbox.name),
    }
    const draft = compose(notice, own, relay)
    mails.push({ notice, draft })
    if (notice.autoSubmitted === 'auto-replied') {
      await addAnswer(writer, address, answerKind(telling), context.now)
    }
  }
  if (telling.happening === 'answers-stopped') {
    await addAnswer(writer, telling.more?.stopped?.address ?? ALL_UNKNOWN, 'stopped', context.now)
  }
  const keptBack = await enqueue(
    writer,
    mails.map((mail) => mail.draft),
    context.now,
  )
  return mails.map((mail, i) => ({ ...mail, keptBack: keptBack[i] ?? null }))
}

function noticesFor(desk: Desk, telling: Telling): Notice[] {
  const { config } = desk
  const { mail } = telling.mail ?? {}
  const agentsOf = (name: string) => config.departments.find((d) => d.name === name)?.agents ?? []
  const all = recipients(telling.happening, {
    ticket: telling.ticket,
    circle: telling.circle,
    writer: telling.writer,
    wordless: telling.entry === null,
    addressed: mail ? [...mail.to, ...mail.cc].map((a) => a.address) : [],
    ownAddresses: [
      ...config.mailboxes.flatMap((m) => [m.address, ...m.groups]),
      ...config.departments.flatMap((d) => d.aliases),
    ],
    participantsLimit: config.limits.participants,
    administrators: config.desk.administrators,
    otherAgents: (telling.otherDepartments ?? [])
      .flatMap(agentsOf)
      .map((address) => ({ name: '', address })),
    decisionMaker: telling.decisionMaker ?? null,
    person: telling.person ?? null,
    decider: telling.decider ?? null,
    unreachable: telling.unreachable ?? [],
    wordsFor: telling.entry?.words.audience ?? null,
    escalation: escalationOf(config, telling.ticket),
  })
  if (telling.silence === null) return all
  const isAnswer = (n: Notice) =>
    n.autoSubmitted === 'auto-replied' ||
    (telling.happening === 'opened' && n.audience === 'customer')
  return all.filter((n) => !isAnswer(n))
}

async function contextOf(
  desk: Desk,
  writer: Writer,
  telling: Telling,
): Promise<Omit<ComposeContext, 'number'>> {
  const { config, signatures } = desk
  const { ticket, entry } = telling
  const name = ticket?.mailbox ?? telling.mailbox
  const mailbox = config.mailboxes.find((m) => m.name === name) ?? config.mailboxes[0]
  return {
    templates: desk.templates,
    desk: config.desk,
    lapse: config.lapse,
    mailbox: { name: mailbox.name, address: mailbox.address },
    now: instant(desk.now()),
    ledgerId: telling.mail?.ledgerId ?? null,
    sign: (of, recipient) =>
      'row' in of
        ? signatures.ofMail(of.row)
        : signatures.ofTicketMail(of.ticket, of.seq, recipient),
    ticket: ticket && (await ticketFacts(desk, writer, ticket, telling.circle)),
    writer: telling.writer,
    words: entry?.words ?? null,
    ...(config.supportContacts.disclose && {
      supportContacts: telling.circle?.supportContacts ?? [],
    }),
    every: ticket && promisedEvery(config, ticket),
    earlier:
      ticket && (telling.happening !== 'opened' || telling.commented)
        ? await listNewestEntries(writer, ticket.number, 10, entry?.id)
        : [],
    ...telling.more,
  }
}

async function ticketFacts(desk: Desk, writer: Writer, ticket: Ticket, circle: Circle | null) {
  const department = desk.config.departments.find((d) => d.name === ticket.department)
  const account = ticket.accountId === null ? null : await getAccount(writer, ticket.accountId)
  const partner =
    account?.partnerId && ticket.supportSide === 'contacts'
      ? await getAccount(writer, account.partnerId)
      : null
  return {
    ...ticket,
    departmentTitle: department?.title ?? {},
    account: account && { accountId: account.accountId, company: account.company },
    handledBy: partner?.company ?? null,
    participants: circle?.participants.slice(0, desk.config.limits.participants) ?? [],
  }
}

/** SEQs of the ticket, or rows of mails of no ticket: what makes each Message-ID its own. */
async function numbersFor(writer: Writer, ticket: Ticket | null, count: number): Promise<number> {
  if (ticket) return await nextSeqs(writer, ticket.number, count)
  const first = await nextNumber(writer, 'mail', 1)
  for (let i = 1; i < count; i++) await nextNumber(writer, 'mail', 1)
  return first
}

/** What makes every mail program show one conversation: ids that this reader was sent, or sent. */
async function knownIds(writer: Writer, telling: Telling, reader: string): Promise<string[]> {
  if (!telling.ticket || telling.matter) return []
  const sent =
    telling.happening === 'opened' ? null : await lastSentTo(writer, telling.ticket.number, reader)
  const own = telling.writer?.address === reader ? (telling.mail?.mail.messageId ?? null) : null
  return [sent, own].filter((id) => id !== null)
}

/** The tag's mark opens its door to this recipient only. */
function markFor({ signatures }: Desk, matter: string, recipient: string): string {
  return `${matter}-${signatures.ofTag(matter, recipient)}`
}

/** Where answers and reports go, where extensions of the mailbox's address arrive. */
function returnAddresses(
  { config, signatures }: Desk,
  ticket: Ticket | null,
  number: number,
  recipient: string,
  mailboxName: string,
): Pick<ComposeContext, 'replyTo' | 'envelopeFrom'> {
  const mailbox = config.mailboxes.find((m) => m.name === mailboxName)
  if (!mailbox?.plusAddresses) return {}
  const { address, verp } = mailbox
  const about = ticket && { ticket: ticket.number, seq: number }
  const mail = about ?? { row: number }
  const returnPath = { ...mail, signature: signatures.ofReturnPath(mail, recipient) }
  return {
    ...(about && {
      replyTo: plusAddress(address, {
        ...about,
        signature: signatures.ofTicketMail(about.ticket, about.seq, recipient),
      }),
    }),
    ...(verp && { envelopeFrom: verpAddress(address, returnPath) }),
  }
}

function answerKind({ happening, known }: Telling): AnswerKind {
  if (happening === 'registration-needed') return 'registration'
  if (happening.startsWith('registration-')) return known ? 'answer' : 'unknown'
  if (happening !== 'opened' && happening !== 'reopened') return 'answer'
  return known ? 'confirmation' : 'unknown'
}
