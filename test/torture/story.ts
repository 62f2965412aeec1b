import type { Reader, Store } from '../../src/store/database.ts'
import { type Names, namesAt } from './names.ts'

/**
 * What became of all mails and of what they caused, one line each thing, in words that are the same for
 * two desks that were written the same; instants are left out.
 */
export async function storyOf({ read }: Pick<Store, 'read'>): Promise<string[]> {
  const names = await namesAt(read)
  const chapters = [ofMails, ofTickets, ofEntries, ofEvents, ofCredits, ofWork, ofSending]
  const lines = await Promise.all(chapters.map((chapter) => chapter(read, names)))
  return lines.flat().sort()
}

type Chapter = (read: Reader, names: Names) => Promise<string[]>

const ofMails: Chapter = async (read, names) => {
  const rows = await read.selectFrom('ledger').selectAll().execute()
  return rows.map((it) =>
    line(
      `mail ${it.uid}`,
      it.state,
      it.outcome,
      names.ticket(it.ticket),
      names.mail(it.duplicateOf),
    ),
  )
}

const ofTickets: Chapter = async (read, names) => {
  const rows = await read.selectFrom('ticket').selectAll().execute()
  return rows.map((it) =>
    line(
      names.ticket(it.number),
      ...[it.status, it.priority, it.department, names.company(it.accountId)],
      ...[it.subject, it.requesterAddress, it.reopened],
    ),
  )
}

const ofEntries: Chapter = async (read, names) => {
  const rows = await read.selectFrom('entry').selectAll().execute()
  return rows.map((it) =>
    line(
      `entry of ${names.ticket(it.ticket)}`,
      names.mail(it.ledgerId),
      ...[it.direction, it.audience, it.fromAddress, it.subject, it.textHash, it.attachments],
    ),
  )
}

const ofEvents: Chapter = async (read, names) => {
  const rows = await read.selectFrom('event').selectAll().execute()
  return rows
    .filter(({ kind }) => kind !== BY_HAND)
    .map((it) =>
      line(`event of ${names.ticket(it.ticket)}`, it.kind, it.actor, names.company(it.accountId)),
    )
}

const ofCredits: Chapter = async (read, names) => {
  const entries = await read.selectFrom('creditEntry').selectAll().execute()
  const contracts = await read.selectFrom('contract').selectAll().execute()
  const grounds = await read.selectFrom('ticketEntitlement').selectAll().execute()
  return [
    ...entries.map((it) =>
      line(
        `credits of ${names.company(it.accountId)}`,
        ...[it.kind, it.minutes, names.ticket(it.ticket), it.actor, unnumbered(it.reason)],
      ),
    ),
    ...contracts.map((it) =>
      line(`contract of ${names.company(it.accountId)}`, it.type, it.product, it.included),
    ),
    ...grounds.map((it) =>
      line(
        `${names.ticket(it.ticket)} rests on`,
        ...[unnumbered(it.because), names.company(it.payerId), it.unentitled],
      ),
    ),
  ]
}

const ofWork: Chapter = async (read, names) => {
  const rows = await read.selectFrom('workTime').selectAll().execute()
  return rows.map((it) => line(`work on ${names.ticket(it.ticket)}`, it.minutes, it.actor))
}

const ofSending: Chapter = async (read, names) => {
  const rows = await read.selectFrom('outbox').selectAll().execute()
  return rows
    .filter(({ template }) => !ABOUT_TROUBLE.test(template))
    .map((it) =>
      line(
        'sent',
        ...[it.template, it.recipient, names.ticket(it.ticket), names.mail(it.ledgerId)],
        it.subject,
      ),
    )
}

/** A person who is asked about a mail in doubt has it sent again; undisturbed, nobody is asked. */
const BY_HAND = 'mail-retried'

/** Mails about the state of the desk itself: a disturbed one may have more to say. */
const ABOUT_TROUBLE = /^admin-/

function line(...words: unknown[]): string {
  return words.join(' | ').replace(/\[Acme#[^\]]*\]/g, '[tag]')
}

/** Tickets and contracts get their numbers in the order in which they come about. */
function unnumbered(words: string): string {
  return words.replace(/\b(ticket|contract) \d+/g, '$1 N')
}

/** What only one of them tells; `-` is the disturbed one's. */
export function differences(disturbed: string[], undisturbed: string[]): string[] {
  return [
    ...without(disturbed, undisturbed).map((it) => `only after the torture: ${it}`),
    ...without(undisturbed, disturbed).map((it) => `only undisturbed: ${it}`),
  ]
}

/** The lines of one list that have no counterpart in the other; of equal ones each needs its own. */
export function without(lines: string[], others: string[]): string[] {
  const counts = new Map<string, number>()
  for (const line of others) counts.set(line, (counts.get(line) ?? 0) + 1)
  return lines.filter((line) => {
    const left = counts.get(line) ?? 0
    counts.set(line, left - 1)
    return left <= 0
  })
}
