import { fullNames, partsPattern, phrasesPattern } from '../../account/redacted.ts'
import { type Contact, listMemberships } from '../../store/contacts.ts'
import type { Reader } from '../../store/database.ts'
import { namesWritten, ticketsOfAccounts, ticketsWith } from '../../store/erasing-texts.ts'
import { wordsIn } from '../../store/redacting.ts'

/** Where a person is named in tickets. */
export interface Named {
  /** Tickets that they had a part in. */
  theirs: number[]
  /** Finds their full names. */
  pattern: RegExp | null
  /** Tickets that may name them still once the full names are gone from `theirs`. */
  toRead: number[]
}

export const NOWHERE: Named = { theirs: [], pattern: null, toRead: [] }

/** Reads all tickets of the person and of their accounts: asked outside of a transaction. */
export async function whereNamed(reader: Reader, contact: Contact): Promise<Named> {
  const written = await namesWritten(reader, contact.addresses)
  const theirs = await ticketsWith(reader, contact.id, contact.addresses)
  const names = fullNames(contact.name, written)
  const pattern = phrasesPattern(names)
  const going = phrasesPattern([...names, ...contact.addresses])
  const parts = partsPattern([contact.name, ...written])
  const memberships = await listMemberships(reader, contact.id)
  const accounts = [contact.accountId, ...memberships.map(({ account }) => account.id)]
  const own = new Set(theirs)
  const others = (await ticketsOfAccounts(reader, accounts)).filter((one) => !own.has(one))
  const toRead = [
    // In their own tickets a first name is likely theirs, in those of others only the full one.
    ...(await holding(reader, theirs, parts, going)),
    ...(await holding(reader, others, pattern, null)),
  ]
  return { theirs, pattern, toRead: toRead.sort((one, other) => one - other) }
}

/** The tickets whose words hold `what`, also without what is taken out. */
async function holding(
  reader: Reader,
  tickets: readonly number[],
  what: RegExp | null,
  without: RegExp | null,
): Promise<number[]> {
  const found: number[] = []
  if (what === null) return found
  for (const ticket of tickets) {
    const words = await wordsIn(reader, ticket)
    const left = without === null ? words : words.map((text) => text.replace(without, ''))
    if (left.some((text) => text.search(what) >= 0)) found.push(ticket)
  }
  return found
}
