import type { Store } from '../../src/store/database.ts'

/**
 * What became of all mails, one line each thing, in words that are the same for two desks that were
 * written the same: a ticket is called by the UID of the mail that opened it, since numbers may have
 * gaps, and instants are left out.
 */
export async function storyOf({ read }: Store): Promise<string[]> {
  const mails = await read.selectFrom('ledger').selectAll().orderBy('uid').execute()
  const uids = new Map(mails.map(({ id, uid }) => [id, uid]))
  const names = new Map<number, string>()
  for (const { ticket, uid, outcome } of mails) {
    if (ticket !== null && outcome === 'opened') names.set(ticket, `ticket of mail ${uid}`)
  }
  const called = (ticket: number | null) => (ticket === null ? '-' : (names.get(ticket) ?? '?'))
  const came = (id: number | null) => (id === null ? '-' : `mail ${uids.get(id)}`)
  const line = (...words: unknown[]) => words.join(' | ').replace(/\[Acme#[^\]]*\]/g, '[tag]')

  const tickets = await read.selectFrom('ticket').selectAll().execute()
  const entries = await read.selectFrom('entry').selectAll().orderBy('id').execute()
  const credits = await read.selectFrom('creditEntry').select('minutes').execute()
  const outbox = await read.selectFrom('outbox').selectAll().execute()
  return [
    ...mails.map((it) =>
      line(`mail ${it.uid}`, it.state, it.outcome, called(it.ticket), came(it.duplicateOf)),
    ),
    ...tickets.map((it) =>
      line(called(it.number), it.status, it.priority, it.subject, it.requesterAddress, it.reopened),
    ),
    ...entries.map((it) =>
      line(
        `entry of ${called(it.ticket)}`,
        came(it.ledgerId),
        ...[it.direction, it.audience, it.fromAddress, it.subject, it.textHash, it.attachments],
      ),
    ),
    ...credits.map(({ minutes }) => line('credits', minutes)),
    ...outbox
      .filter(({ template }) => !ABOUT_TROUBLE.test(template))
      .map((it) =>
        line('sent', it.template, it.recipient, called(it.ticket), came(it.ledgerId), it.subject),
      ),
  ].sort()
}

/** Mails about the state of the desk itself: a disturbed one may have more to say. */
const ABOUT_TROUBLE = /^admin-/

/** What only one of them tells; `-` is the disturbed one's. */
export function differences(disturbed: string[], undisturbed: string[]): string[] {
  return [
    ...without(disturbed, undisturbed).map((it) => `only after the torture: ${it}`),
    ...without(undisturbed, disturbed).map((it) => `only undisturbed: ${it}`),
  ]
}

function without(lines: string[], others: string[]): string[] {
  const counts = new Map<string, number>()
  for (const line of others) counts.set(line, (counts.get(line) ?? 0) + 1)
  return lines.filter((line) => {
    const left = counts.get(line) ?? 0
    counts.set(line, left - 1)
    return left <= 0
  })
}
