import type { Smtp } from '../config/schema.ts'
import { type AccountTrouble, accountWait } from './backoff.ts'
import { createDomains, type Domains } from './domains.ts'
import { createGovernor, type Governor } from './governor.ts'
import type { SmtpConnection } from './smtp.ts'

/** One SMTP login and everything that is sent by it. */
export interface Account {
  /** `user@host:port`: for logs and people. */
  name: string
  /** Names of the mailboxes that send by it. */
  mailboxes: string[]
  smtp: Smtp
  governor: Governor
  domains: Domains
  /** Open connections that wait for work. */
  idle: SmtpConnection[]
  /** All open connections. */
  open: Set<SmtpConnection>
  /** Why it was paused last; null once it has sent something since. */
  trouble: Pause | null
  /** True from a mail that was taken until it is refused as a whole. */
  works: boolean
  /** Readers of mails that were refused because of us since the last mail that was taken. */
  refusedTo: Set<string>
}

/** Why and how long nothing is sent by an account. */
export interface Pause {
  because: AccountTrouble
  words: string
  /** Failures in a row. */
  failures: number
  /** Milliseconds since 1970. */
  until: number
}

/** Mailboxes with the same SMTP settings share one account, its connections and its limit. */
export function accountsOf(config: {
  smtp: Smtp
  mailboxes: readonly { name: string; smtp?: Smtp | undefined }[]
}): Account[] {
  const accounts = new Map<string, Account>()
  for (const mailbox of config.mailboxes) {
    const smtp = mailbox.smtp ?? config.smtp
    const key = JSON.stringify(smtp)
    const account = accounts.get(key) ?? newAccount(smtp)
    account.mailboxes.push(mailbox.name)
    accounts.set(key, account)
  }
  return [...accounts.values()]
}

function newAccount(smtp: Smtp): Account {
  return {
    name: `${smtp.user === undefined ? '' : `${smtp.user} at `}${smtp.host}:${smtp.port}`,
    mailboxes: [],
    smtp,
    governor: createGovernor(smtp.perMinute),
    domains: createDomains(),
    idle: [],
    open: new Set(),
    trouble: null,
    works: false,
    refusedTo: new Set(),
  }
}

export function isPaused(account: Account, now: number): boolean {
  return account.trouble !== null && account.trouble.until > now
}

/** The pause after one more failure. */
export function pausedFor(
  before: Pause | null,
  because: AccountTrouble,
  words: string,
  at: { now: number; random: number },
): Pause {
  const failures = before?.because === because ? before.failures + 1 : 1
  return {
    because,
    words,
    failures,
    until: at.now + accountWait(because, failures, at.random),
  }
}
