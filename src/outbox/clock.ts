import type { Log } from '../log.ts'
import type { Store } from '../store/database.ts'
import { bringBack } from '../store/outbox-clock.ts'
import type { Account } from './account.ts'
import { longestWait } from './backoff.ts'
import { createDomains } from './domains.ts'
import { instant, type Patience } from './sending.ts'

/** Clocks are put right by less than this all the time, in milliseconds. */
const SLACK = 1_000

interface Watched extends Patience {
  store: Pick<Store, 'transact'>
  accounts: readonly Pick<Account, 'mailboxes' | 'trouble' | 'domains'>[]
  now(): number
  log: Log
}

/**
 * To be called before each look at what is due. The first time, and whenever the clock
 * has gone back since the last, mails that would wait for a time that the clock said
 * wrongly are due at once, and no account and no domain is left alone until that time.
 */
export function watchClock(options: Watched): () => Promise<void> {
  const { store, accounts, now, log } = options
  // The clock may have gone back while no process ran.
  let seen = Number.POSITIVE_INFINITY
  return async () => {
    const at = now()
    const wentBack = at < seen - SLACK
    seen = at
    if (!wentBack) return
    for (const account of accounts) {
      if (account.trouble) account.trouble.until = at
      account.domains = createDomains()
    }
    const mailboxes = accounts.flatMap((account) => account.mailboxes)
    const longest = Math.max(longestWait(options.giveUpAfter), options.uncertainAfter ?? 0)
    const times = { now: instant(at), latest: instant(at + longest) }
    const mails = await store.transact((writer) => bringBack(writer, { mailboxes, ...times }))
    if (mails > 0) log.warn({ mails }, 'Mails that waited for a time to come are due now.')
  }
}
