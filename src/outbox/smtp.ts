import { createPrivateKey } from 'node:crypto'
import type { Readable } from 'node:stream'
import DKIM from 'nodemailer/lib/dkim'
import SMTPConnection, { type SMTPError } from 'nodemailer/lib/smtp-connection'
import XOAuth2 from 'nodemailer/lib/xoauth2'
import type { Smtp } from '../config/schema.ts'
import { noTokens, type TokenFor } from '../credentials/token-for.ts'
import { withoutSecrets } from '../credentials/unsaid.ts'
import { adviceOnTls, codeOf, Failure, sentence } from '../errors.ts'
import { type MailBytes, sourceOf } from './source.ts'
import type { Stage, Trouble } from './verdict.ts'

export interface Envelope {
  /** Empty for the null return path. */
  from: string
  to: string
}

export type Answer =
  /**
   * `serverMessageId`: what the server put in place of our Message-ID, where it names one; `words`:
   * how it answered, its number for the mail among them.
   */
  | { taken: true; serverMessageId: string | null; words: string }
  | { taken: false; trouble: Trouble }

/** An open and, where a user is configured, logged-in connection; one mail at a time. */
export interface SmtpConnection {
  /** The largest mail that the server takes (RFC 1870); null when it does not say. */
  maxBytes: number | null
  /** False once it was lost or closed. */
  alive(): boolean
  /** True once it was asked to send: it may since have been ended by the server. */
  used(): boolean
  /** Sends one mail to one recipient. Throws only what reading the bytes throws. */
  send(envelope: Envelope, bytes: MailBytes): Promise<Answer>
  /** Ends it at once; a mail on its way is answered as lost. */
  close(): void
}

/**
 * Connects and logs in. A token that the server rejects is replaced once. Throws Failure
 * `smtp-unreachable` (temporary), `smtp-refused` (permanent: the server does not want us), or what
 * the source of tokens throws.
 */
export async function connectSmtp(
  settings: Smtp,
  tokenFor: TokenFor = noTokens,
): Promise<SmtpConnection> {
  const { user, oauth2 } = settings
  if (!oauth2 || user === undefined) return await connectWith(settings, null)
  const token = await tokenFor({ user, oauth2 })
  try {
    return await connectWith(settings, token)
  } catch (error) {
    if (codeOf(error) !== 'smtp-refused') throw error
    const another = await tokenFor({ user, oauth2 }, token)
    if (another === token) throw error
    return await connectWith(settings, another)
  }
}

async function connectWith(settings: Smtp, token: string | null): Promise<SmtpConnection> {
  const sign = signerOf(settings)
  const connection = new SMTPConnection({
    host: settings.host,
    port: settings.port,
    secure: settings.security === 'tls',
    requireTLS: settings.security === 'starttls',
    ignoreTLS: settings.security === 'none',
    ...(settings.verifyCertificate === false && { tls: { rejectUnauthorized: false } }),
    connectionTimeout: settings.timeout,
    greetingTimeout: settings.timeout,
    dnsTimeout: settings.timeout,
    socketTimeout: settings.timeout,
    logger: false,
  })
  try {
    await new Promise<void>((resolve, reject) => {
      connection.on('error', reject)
      connection.connect((error) => (error ? reject(error) : resolve()))
    })
    const maxBytes = sizeOf(connection.lastServerResponse || '')
    await login(connection, settings, token)
    return opened(connection, settings.timeout, maxBytes, sign)
  } catch (error) {
    connection.close()
    throw connectFailure(error as SMTPError, settings, token)
  }
}

function login(
  connection: SMTPConnection,
  { user, password }: Smtp,
  token: string | null,
): Promise<void> {
  if (user === undefined || !connection.allowsAuth) return Promise.resolve()
  const proof = token === null ? { pass: password } : { oauth2: bearer(user, token) }
  return new Promise((resolve, reject) => {
    connection.on('error', reject)
    connection.login({ user, ...proof }, (error) => (error ? reject(error) : resolve()))
  })
}

/**
 * The library asks again when the server rejects the token; the words for that are ours to find.
 */
function bearer(user: string, token: string): XOAuth2 {
  return new XOAuth2({
    user,
    provisionCallback: (_user, renew, done) =>
      renew
        ? done(Object.assign(new Error('the access token was rejected'), { responseCode: 535 }))
        : done(null, token),
  })
}

type Sign = (mail: Readable) => Readable

/** Puts our DKIM signature (RFC 6376) above a mail, where the configuration has a key for it. */
function signerOf({ dkim }: Smtp): Sign {
  if (!dkim) return (mail) => mail
  try {
    createPrivateKey(dkim.privateKey)
  } catch (cause) {
    throw new Failure('smtp-refused', `The DKIM key of ${dkim.domain} cannot be read.`, {
      advice: 'See smtp.dkim.privateKey of the configuration: a private key as PEM.',
      cause,
    })
  }
  const { domain: domainName, selector: keySelector, privateKey } = dkim
  const signer = new DKIM({ domainName, keySelector, privateKey })
  return (mail) => {
    const signed = signer.sign(mail)
    mail.on('error', (error) => signed.destroy(error))
    return signed
  }
}

function sizeOf(ehlo: string): number | null {
  const size = Number(/[ -]SIZE[ ](\d{1,15})\s*$/im.exec(ehlo)?.[1])
  return size > 0 ? size : null
}

function connectFailure(
  error: SMTPError,
  { host, port, password }: Smtp,
  token: string | null,
): Failure {
  const refused = (error.responseCode ?? 0) >= 500 || error.code === 'ETLS'
  const words = wordsOf(error, [password as string | undefined, token])
  return refused
    ? new Failure('smtp-refused', `${host}:${port} refuses us: ${words}`, {
        advice: 'See user, password and security of the SMTP server in the configuration.',
        cause: error,
      })
    : new Failure('smtp-unreachable', `${host}:${port} cannot be used: ${words}`, {
        lasting: 'temporary',
        advice:
          adviceOnTls(error) ?? 'Check host and port; a running daemon tries again by itself.',
        cause: error,
      })
}

/** RFC 5321 section 4.5.3.2.6: the answer to the end of the text may take ten times as long. */
const PATIENCE_AT_END = 10

function opened(
  connection: SMTPConnection,
  timeout: number,
  maxBytes: number | null,
  sign: Sign,
): SmtpConnection {
  let alive = true
  let used = false
  let lose: ((error: Error) => void) | undefined
  const lost = (error: Error) => {
    alive = false
    lose?.(error)
  }
  connection.removeAllListeners('error')
  connection.on('error', lost)
  connection.on('end', () => lost(new Error('The connection was closed')))

  function hand(envelope: Envelope, source: Readable): Promise<SMTPConnection.SentMessageInfo> {
    return new Promise((resolve, reject) => {
      lose = reject
      source.once('end', () => beIdle(timeout * PATIENCE_AT_END))
      const sender = envelope.from === '' ? false : envelope.from
      connection.send({ from: sender, to: [envelope.to] }, source, (error, info) =>
        error ? reject(error) : resolve(info as SMTPConnection.SentMessageInfo),
      )
    })
  }

  function beIdle(ms: number): void {
    if (connection._socket) connection._socket.setTimeout(ms)
  }

  /** After a refused envelope the server still holds its beginning (RFC 5321 section 4.1.1.5). */
  function forget(): Promise<void> {
    return new Promise((resolve) => {
      lose = () => resolve()
      connection.reset((error) => {
        if (error) connection.close()
        resolve()
      })
    })
  }

  return {
    maxBytes,
    alive: () => alive,
    used: () => used,
    async send(envelope, bytes) {
      used = true
      const { source: unsigned, fault } = sourceOf(bytes)
      const source = sign(unsigned)
      try {
        const info = await hand(envelope, source)
        const refused = info.rejectedErrors?.[0]
        if (refused) return { taken: false, trouble: troubleOf(refused, true) }
        const words = sentence(info.response ?? '').slice(0, 200)
        return { taken: true, serverMessageId: info.serverMessageId ?? null, words }
      } catch (error) {
        const endWritten = source.readableEnded
        // The server is still in the text: whatever we said next would be part of the mail.
        if (source.readableDidRead && !endWritten) connection.close()
        source.destroy()
        if (fault()) throw fault()
        if (alive) await forget()
        return { taken: false, trouble: troubleOf(error as SMTPError, endWritten) }
      } finally {
        lose = undefined
        if (alive) beIdle(timeout)
      }
    },
    close() {
      if (!alive) return
      if (lose) {
        connection.close()
      } else {
        alive = false
        connection.quit()
        // A server that is slow to say goodbye must not keep the process.
        if (connection._socket) connection._socket.unref()
      }
    },
  }
}

const STAGES: Record<string, Stage> = {
  'MAIL FROM': 'sender',
  'RCPT TO': 'recipient',
  DATA: 'content',
}

function troubleOf(error: SMTPError, endWritten: boolean): Trouble {
  const stage = STAGES[error.command ?? '']
  const words = wordsOf(error)
  // A reply that belongs to no command of this mail says that the connection is broken, no more.
  if (stage) return { stage, code: error.responseCode ?? null, words, endWritten }
  const closing = error.responseCode === 421 ? 421 : null
  return { stage: 'content', code: closing, words, endWritten }
}

function wordsOf(error: SMTPError, secrets: (string | null | undefined)[] = []): string {
  return withoutSecrets(sentence(error.response ?? error), secrets).slice(0, 500)
}
