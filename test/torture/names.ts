import type { Reader } from '../../src/store/database.ts'

/** Words for rows that are the same at two desks that were written the same: numbers may have gaps. */
export interface Names {
  /** A ticket is called by the mail that opened it, and that one by its UID. */
  ticket(number: number | null): string
  mail(ledgerId: number | null): string
  company(accountId: number | null): string
  /** The number of the mail that opened a ticket; null for none. */
  openedBy(number: number | null): number | null
}

export async function namesAt(read: Reader): Promise<Names> {
  const mails = await read
    .selectFrom('ledger')
    .select(['id', 'uid', 'ticket', 'outcome'])
    .orderBy('id')
    .execute()
  const accounts = await read.selectFrom('account').select(['id', 'company']).execute()
  const uids = new Map(mails.map(({ id, uid }) => [id, uid]))
  const companies = new Map(accounts.map(({ id, company }) => [id, company]))
  const openers = new Map<number, number | null>()
  for (const { ticket, uid, outcome } of mails) {
    if (ticket !== null && outcome === 'opened') openers.set(ticket, uid)
  }
  return {
    ticket: (number) =>
      number === null ? '-' : openers.has(number) ? `ticket of mail ${openers.get(number)}` : '?',
    mail: (id) => (id === null ? '-' : `mail ${uids.get(id)}`),
    company: (id) => (id === null ? '-' : (companies.get(id) ?? '?')),
    openedBy: (number) => (number === null ? null : (openers.get(number) ?? null)),
  }
}
