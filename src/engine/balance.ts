import { thresholdCrossed } from '../access/credits.ts'
import type { Account } from '../account/account.ts'
import type { Writer } from '../store/database.ts'
import type { Desk } from './desk.ts'

/** A balance after minutes were added to it, or taken. */
export interface Balanced {
  balance: number
  minutes: number
}

/** Tells the Decision Maker when a balance has fallen to a threshold, once for each fall. */
export async function noteFall(
  desk: Desk,
  _writer: Writer,
  account: Account,
  before: number,
  after: number,
): Promise<void> {
  const threshold = thresholdCrossed(desk.config.credits.lowBalance, before, after)
  if (threshold === null) return
  desk.log.info({ account: account.accountId, balance: after }, 'credits run low')
}
