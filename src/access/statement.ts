import type { CreditEntry } from './credits.ts'
import type { Day } from './day.ts'

/** What came and went in one year. */
export interface Statement {
  year: number
  /** The balance at its beginning and at its end. */
  before: number
  after: number
  /** Sums of what was added, and of what was taken (above zero). */
  added: number
  taken: number
  entries: StatementEntry[]
}

export interface StatementEntry
  extends Pick<CreditEntry, 'kind' | 'minutes' | 'reason' | 'ticket' | 'actor'> {
  day: Day
  /** After it. */
  balance: number
}

/**
 * The statement of a year from the whole ledger, oldest entry first; `dayOf`:
 * the day of an instant.
 */
export function statementOf(
  ledger: readonly CreditEntry[],
  year: number,
  dayOf: (at: string) => Day,
): Statement {
  const yearOf = (entry: CreditEntry) => Number(dayOf(entry.at).slice(0, 4))
  const statement: Statement = { year, before: 0, after: 0, added: 0, taken: 0, entries: [] }
  for (const entry of ledger) {
    if (yearOf(entry) < year) statement.before += entry.minutes
  }
  statement.after = statement.before
  for (const entry of ledger) {
    if (yearOf(entry) !== year) continue
    const { kind, minutes, reason, ticket, actor, at } = entry
    statement.after += minutes
    if (minutes > 0) statement.added += minutes
    else statement.taken -= minutes
    const { after: balance } = statement
    statement.entries.push({ day: dayOf(at), kind, minutes, balance, reason, ticket, actor })
  }
  return statement
}
