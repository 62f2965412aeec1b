import type { Ticket } from '../ticket/ticket.ts'
import type { Reader } from './database.ts'

type Listed = Pick<Ticket, 'number' | 'subject' | 'status' | 'updatedAt'>
type Row = Omit<Listed, 'status'> & { status: string }

const LISTED = ['number', 'subject', 'status', 'updatedAt'] as const

/** The tickets that a person opened, from whichever address: newest first. */
export async function listTicketsOf(
  reader: Reader,
  { contactId, addresses }: { contactId: number | null; addresses: readonly string[] },
  limit: number,
): Promise<Listed[]> {
  const newest = reader.selectFrom('ticket').select(LISTED).orderBy('number', 'desc').limit(limit)
  const found: Row[] = []
  if (contactId !== null) {
    found.push(...(await newest.where('requesterContactId', '=', contactId).execute()))
  }
  for (const address of addresses) {
    found.push(...(await newest.where('requesterAddress', '=', address).execute()))
  }
  return newestOf(found, limit)
}

/** What somebody answers for: as a support contact, as an agent, and under which addresses. */
export interface Answering {
  accountIds: readonly number[]
  departments: readonly string[]
  addresses: readonly string[]
}

/**
 * The tickets that are not closed and somebody's to answer: those of the accounts that they
 * support, and those of their departments that are theirs or nobody's yet. Newest first.
 */
export async function listTicketsToAnswer(
  reader: Reader,
  { accountIds, departments, addresses }: Answering,
  limit: number,
): Promise<Listed[]> {
  const found: Row[] = []
  for (const status of ['open', 'waiting'] as const) {
    const those = reader
      .selectFrom('ticket')
      .select(LISTED)
      .where('status', '=', status)
      .orderBy('updatedAt', 'desc')
      .limit(limit)
    if (accountIds.length > 0) {
      found.push(...(await those.where('accountId', 'in', accountIds).execute()))
    }
    if (departments.length > 0) {
      const theirs = those
        .where('department', 'in', departments)
        .where('supportSide', '=', 'desk')
        .where((eb) => eb.or([eb('owner', 'is', null), eb('owner', 'in', addresses)]))
      found.push(...(await theirs.execute()))
    }
  }
  return newestOf(found, limit)
}

/** Each once. */
function newestOf(found: readonly Row[], limit: number): Listed[] {
  const byNumber = new Map(found.map((one) => [one.number, one as Listed]))
  return [...byNumber.values()].sort((a, b) => b.number - a.number).slice(0, limit)
}
