import { codeOf, sentence } from '../errors.ts'
import { type Account, pausedFor } from './account.ts'
import type { AccountTrouble } from './backoff.ts'
import type { Office } from './office.ts'
import { connectSmtp, type SmtpConnection } from './smtp.ts'

/**
 * A connection that waits, or a new one; null when none can be had, and then the account may pause.
 */
export async function connectionOf(
  office: Office,
  account: Account,
): Promise<SmtpConnection | null> {
  for (let idle = account.idle.pop(); idle; idle = account.idle.pop()) {
    if (idle.alive()) return idle
  }
  forgetDead(account)
  try {
    const connection = await connectSmtp(account.smtp, office.tokenFor)
    account.open.add(connection)
    return connection
  } catch (error) {
    // While others are open this one was merely one too many for the server.
    if (account.open.size === 0) pause(office, account, troubleOf(error), sentence(error))
    else office.log.info({ smtp: account.name }, sentence(error))
    return null
  }
}

function troubleOf(error: unknown): AccountTrouble {
  const refusals = ['smtp-refused', 'sign-in']
  return refusals.includes(codeOf(error) ?? '') ? 'refused' : 'unreachable'
}

function forgetDead(account: Account): void {
  for (const connection of account.open) if (!connection.alive()) account.open.delete(connection)
}

/** Nothing is sent by this account for a while, longer each time in a row. Returns until when. */
export function pause(
  office: Office,
  account: Account,
  because: AccountTrouble,
  words: string,
): number {
  const isNews = account.trouble?.words !== words
  if (because === 'refused') account.works = false
  account.trouble = pausedFor(account.trouble, because, words, office.moment())
  const until = new Date(account.trouble.until).toISOString()
  office.log[isNews ? 'warn' : 'debug']({ smtp: account.name, until }, `Mail waits: ${words}`)
  if (isNews) office.onAccountTurned(account)
  return account.trouble.until
}

/** The account works: the next trouble is a new one. */
export function working(office: Office, account: Account): void {
  account.works = true
  account.refusedTo.clear()
  if (!account.trouble) return
  account.trouble = null
  office.log.info({ smtp: account.name }, 'Mail leaves again.')
  office.onAccountTurned(account)
}

/** Ends all connections; mails on their way are answered as lost. */
export function closeConnections(account: Account): void {
  for (const connection of account.open) connection.close()
  account.open.clear()
  account.idle = []
}
