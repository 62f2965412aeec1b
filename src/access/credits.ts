/**
 * The ledger of an organisation's credits: a credit is a minute of support time. Entries are only
 * ever added; the balance is their sum.
 */
export const CREDIT_KINDS = [
  'bought',
  'included',
  'deducted',
  'refunded',
  'adjusted',
  'lapsed',
] as const
export type CreditKind = (typeof CREDIT_KINDS)[number]

export interface CreditEntry {
  id: number
  accountId: number
  at: string
  kind: CreditKind
  /** Added or, below zero, taken. */
  minutes: number
  reason: string
  ticket: number | null
  actor: string
  contractId: number | null
}

type Counted = Pick<CreditEntry, 'kind' | 'minutes'>

export function balanceOf(entries: readonly Counted[]): number {
  return entries.reduce((sum, entry) => sum + entry.minutes, 0)
}

/**
 * Minutes of work as credits: started ones count whole. Null for what is no time of work: nothing,
 * less than nothing, or more than `most`.
 */
export function startedMinutes(worked: number, most: number): number | null {
  if (!Number.isFinite(worked) || worked <= 0) return null
  const minutes = Math.ceil(worked)
  return minutes <= most ? minutes : null
}

/** What can still be given back of a ticket's deductions, given all its entries on one account. */
export function refundable(entries: readonly Counted[]): number {
  const moved = entries.filter(({ kind }) => kind === 'deducted' || kind === 'refunded')
  return Math.max(0, -balanceOf(moved))
}

/** The lowest of the thresholds that a fall of the balance has reached or passed; null: none. */
export function thresholdCrossed(
  thresholds: readonly number[],
  before: number,
  after: number,
): number | null {
  const crossed = thresholds.filter((threshold) => before > threshold && after <= threshold)
  return crossed.length === 0 ? null : Math.min(...crossed)
}

/**
 * What lapses at a renewal where unused credits are not kept: the included ones that this period
 * did not use up. Included ones are used before bought ones, and never more lapses than is there.
 */
export function lapsing(included: number, usedSince: number, balance: number): number {
  return Math.max(0, Math.min(included - usedSince, balance))
}
