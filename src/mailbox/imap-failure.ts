import { withoutSecrets } from '../credentials/unsaid.ts'
import { adviceOnTls, codeOf, Failure, sentence } from '../errors.ts'

/** What an error of the IMAP library may carry beside its message. */
interface Details {
  authenticationFailed?: boolean
  mailboxMissing?: boolean
  /** NO or BAD: the server answered, and the connection is good. */
  responseStatus?: string
  /** The response code in brackets (RFC 5530). */
  serverResponseCode?: string
  /** The words after it. */
  responseText?: string
  /** The library gives its text here after it has looked into a refusal. */
  response?: unknown
}

/** Where a failure happened, for its sentence. */
export interface Place {
  /** `host:port`. */
  server: string
  user: string
  folder: string
  /** What was shown to the server, which no sentence repeats. */
  secret: string
  /** By a token of OAuth 2.0, else by a password. */
  byToken: boolean
}

const TIMEOUTS = ['CONNECT_TIMEOUT', 'GREETING_TIMEOUT', 'UPGRADE_TIMEOUT', 'ETIMEOUT', 'ETIMEDOUT']
/** What the library says, without a code, where the server offers no login of the kind it needs. */
const NO_WAY_IN = [
  'Unsupported authentication mechanism',
  'Login is disabled',
  'No matching authentication method',
]
/** Login was refused for now, not because of the password (RFC 5530 section 3). */
const LOGIN_LATER = ['UNAVAILABLE', 'INUSE', 'LIMIT', 'SERVERBUG', 'CONTACTADMIN']

/**
 * The failure in our words: `imap-login` (the login was refused), `imap-mechanism` (the server
 * offers no login of this kind), `imap-folder` (there is no such folder), `imap-refused` (the
 * server said no to a command), `imap-timeout`, or `imap-connect` for everything else that ends a
 * connection. All are temporary: the mail stays on the server meanwhile.
 */
export function imapFailure(error: unknown, place: Place): Failure {
  if (error instanceof Failure) return error
  const details: Details = typeof error === 'object' && error !== null ? error : {}
  const code = codeOf(error) ?? ''
  const words = withoutSecrets(wordsOf(error, details), [place.secret])
  const failure = (kind: string, text: string, advice?: string) =>
    new Failure(kind, text, { lasting: 'temporary', cause: error, ...(advice && { advice }) })

  if (TIMEOUTS.includes(code)) {
    return failure('imap-timeout', `${place.server} did not answer in time (${words})`)
  }
  if (NO_WAY_IN.includes(words)) {
    return place.byToken
      ? failure(
          'imap-mechanism',
          `${place.server} offers no login by OAuth 2.0 (XOAUTH2, OAUTHBEARER), as ${place.user} is to log in`,
          'Check host and port, allow it on the server, or write a password in place of `oauth2`.',
        )
      : failure(
          'imap-mechanism',
          `${place.server} offers no login by a password, as ${place.user} is to log in`,
          'Many servers offer it only on encrypted connections: check `security`. Others want `oauth2` in place of the password.',
        )
  }
  const answered = details.responseStatus === 'NO' || details.responseStatus === 'BAD'
  if (details.mailboxMissing) {
    return failure(
      'imap-folder',
      `${place.server} has no folder "${place.folder}" for ${place.user}`,
      'Check the name of the folder; some servers want a prefix such as INBOX.',
    )
  }
  if (details.authenticationFailed && answered && !isLater(details)) {
    return failure(
      'imap-login',
      `${place.server} refused the login of ${place.user}: ${words}`,
      'Check user and password; many hosts want an app password instead of the usual one.',
    )
  }
  if (answered && !details.authenticationFailed) {
    return failure('imap-refused', `${place.server} said no: ${words}`)
  }
  const text = `the connection to ${place.server} failed: ${words}`
  return failure('imap-connect', text, adviceOnTls(error))
}

function isLater(details: Details): boolean {
  return LOGIN_LATER.includes(details.serverResponseCode ?? '')
}

function wordsOf(error: unknown, details: Details): string {
  if (typeof details.responseText === 'string' && details.responseText) return details.responseText
  if (typeof details.response === 'string' && details.response) return details.response
  return sentence(error)
}
