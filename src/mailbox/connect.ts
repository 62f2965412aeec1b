import type { Mailbox } from '../config/schema.ts'
import { noTokens, type TokenFor } from '../credentials/token-for.ts'
import { codeOf, Failure, sentence } from '../errors.ts'
import type { Log } from '../log.ts'
import type { Connection } from './connection.ts'
import { connectWith } from './imap.ts'

/** What a connection needs of who opens it. */
export interface Around {
  signal: AbortSignal
  log: Log
  /** Asked at each login of a mailbox with oauth2. */
  tokenFor?: TokenFor
}

/**
 * Connects, logs in and opens the folder for reading and flagging; the abort ends the connection. A
 * token that the server rejects is replaced once. Throws what imap-failure.ts lists, and what the
 * source of tokens throws.
 */
export async function connect(mailbox: Mailbox, around: Around): Promise<Connection> {
  const { user, oauth2 } = mailbox.imap
  if (!oauth2) return await connectWith(mailbox, around, { pass: mailbox.imap.password ?? '' })
  const { tokenFor = noTokens } = around
  const accessToken = await tokenFor({ user, oauth2 })
  const rejected = (error: unknown) => codeOf(error) === 'imap-login'
  try {
    return await connectWith(mailbox, around, { accessToken })
  } catch (error) {
    if (!rejected(error)) throw error
    const another = await tokenFor({ user, oauth2 }, accessToken)
    if (another === accessToken) throw notAccepted(error)
    return await connectWith(mailbox, around, { accessToken: another }).catch((again) => {
      throw rejected(again) ? notAccepted(again) : again
    })
  }
}

/** No password is wrong here: the provider knows who asks, and the server wants somebody else. */
function notAccepted(error: unknown): Failure {
  return new Failure('imap-login', sentence(error), {
    lasting: 'temporary',
    advice:
      'The user has to be the one who authorized, and the provider has to allow IMAP for this mailbox.',
    cause: error,
  })
}
