import type { Config, Mailbox } from '../../config/schema.ts'
import type { TokenFor } from '../../credentials/token-for.ts'
import { silent } from '../../log.ts'
import { type Checkup, check } from '../../mailbox/check.ts'
import { accountsOf } from '../../outbox/account.ts'
import { connectSmtp } from '../../outbox/smtp.ts'
import { counted } from '../show.ts'
import { type Finding, findingOf } from './finding.ts'

/** Logs in and opens the folder. */
export async function checkImap(mailbox: Mailbox, tokenFor: TokenFor): Promise<Finding> {
  const { imap, folder, name } = mailbox
  const { value, finding } = await findingOf(
    `imap ${name}`,
    () => check(mailbox, { signal: new AbortController().signal, log: silent, tokenFor }),
    (checkup) =>
      `${imap.user} at ${imap.host}:${imap.port}: ${folder} holds ${counted(checkup.folder.exists, 'mail')}.`,
  )
  return value === null ? finding : { ...finding, ...unable(mailbox, value) }
}

/** What a server cannot do that this mailbox wants of it. */
function unable({ done, imap }: Mailbox, checkup: Checkup): Partial<Finding> {
  const can = checkup.capabilities
  if (done.action === 'move' && !can.includes('MOVE') && !can.includes('UIDPLUS')) {
    return {
      status: 'fail',
      says: `${imap.host} offers neither MOVE nor UIDPLUS: mail cannot be moved there.`,
      advice: 'Set done.action to seen.',
    }
  }
  if (checkup.idle || !imap.autoIdle) return {}
  return {
    status: 'warn',
    says: `${imap.host} does not offer IDLE: new mail is only seen at each poll.`,
  }
}

/**
 * Connects and logs in, once for each account that mail is sent by; not where that cannot work yet.
 */
export async function* checkSmtp(
  config: Config,
  tokenFor: TokenFor,
  cannotSend: ReadonlySet<string> = new Set(),
): AsyncGenerator<Finding> {
  for (const { name, smtp, mailboxes } of accountsOf(config)) {
    if (mailboxes.some((mailbox) => cannotSend.has(mailbox))) continue
    const { finding } = await findingOf(
      `smtp ${mailboxes.join(',')}`,
      async () => (await connectSmtp(smtp, tokenFor)).close(),
      () => `${name} ${smtp.user === undefined ? 'takes a connection' : 'takes the login'}.`,
    )
    yield finding
  }
}
