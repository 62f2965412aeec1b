import type { Store } from '../../src/store/database.ts'
import { namesAt } from './names.ts'
import type { Movement } from './sales.ts'
import { without } from './story.ts'

/**
 * Faults of the ledger of credits against the books of the one who wrote the mails: every booking is
 * there once, with its company and its ticket, and no other.
 */
export async function faultsOfBooking(
  { read }: Pick<Store, 'read'>,
  expected: readonly Movement[],
): Promise<string[]> {
  const names = await namesAt(read)
  const rows = await read.selectFrom('creditEntry').selectAll().execute()
  const booked = rows.map((it) =>
    written(names.company(it.accountId), it.kind, it.minutes, names.openedBy(it.ticket)),
  )
  const due = expected.map((it) => written(it.company, it.kind, it.minutes, it.ticket))
  const worked = await read.selectFrom('workTime').select(['ticket', 'minutes']).execute()
  const noted = worked.map((it) => `${it.minutes} for mail ${names.openedBy(it.ticket)}`)
  const done = expected
    .filter(({ kind }) => kind === 'deducted')
    .map((it) => `${-it.minutes} for mail ${it.ticket}`)
  return [
    ...without(booked, due).map((it) => `booked, and nobody ordered it: ${it}`),
    ...without(due, booked).map((it) => `never booked: ${it}`),
    ...without(noted, done).map((it) => `minutes that nobody worked: ${it}`),
    ...without(done, noted).map((it) => `minutes worked and not noted: ${it}`),
  ]
}

function written(company: string, kind: string, minutes: number, mail: number | null): string {
  return `${kind} ${minutes} of ${company}${mail === null ? '' : ` for mail ${mail}`}`
}

/** What each company must have in the end. */
export function balancesOf(expected: readonly Movement[]): Map<string, number> {
  const balances = new Map<string, number>()
  for (const { company, minutes } of expected) {
    balances.set(company, (balances.get(company) ?? 0) + minutes)
  }
  return balances
}
