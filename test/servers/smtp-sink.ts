import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { type ParsedMail, simpleParser } from 'mailparser'
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server'
import { freePort, until } from './child.ts'

/** One mail that arrived, whole. */
export interface SunkMail {
  /** Envelope sender; empty for the null return path. */
  from: string
  to: string[]
  bytes: Buffer
  /** The header block as text, unfolded, one field a line. */
  headers: string
  /** The value of the first header field of this name, unfolded, not decoded. */
  header(name: string): string | undefined
  parsed(): Promise<ParsedMail>
}

/** What the server does from now on; change it at any time. */
export interface Behaviour {
  /** Answers to RCPT TO by address, such as `{ 'gone@customer.test': '550 5.1.1 no such user' }`. */
  recipients: Record<string, string>
  /** Answer to every MAIL FROM, such as `550 5.7.1 sender refused`. */
  mailFrom?: string
  /** Answer to every AUTH, such as `535 5.7.8 wrong password`. */
  auth?: string
  /** Answer after the end of data, such as `554 5.6.0 refused`. */
  data?: string
  /** Lose the connection while the text arrives, or after its end was read and kept. */
  drop?: 'before-end' | 'after-end'
  /** Take commands and answer nothing. */
  hang: boolean
  /** Milliseconds before the answer to the end of data. */
  delay: number
}

export interface Sink {
  port: number
  /** In the order of their arrival; empty it to start a new count. */
  mails: SunkMail[]
  behaviour: Behaviour
  /** Connections accepted so far. */
  connections(): number
  /** Resolves with the mails once there are `count` (that match); throws after `ms`. */
  waitFor(count: number, match?: (mail: SunkMail) => boolean, ms?: number): Promise<SunkMail[]>
  /** Ends every connection and refuses new ones; `start` takes the same port again. */
  stop(): Promise<void>
  start(): Promise<void>
}

/** A real SMTP server on loopback that keeps what it gets. Any user name and password may log in. */
export async function startSmtpSink(
  options: {
    port?: number
    /** Whether a login is asked for. */
    auth?: boolean
    /** Whether an access token is good; nobody logs in by a password then. */
    token?: (token: string) => boolean
    /** Called with each mail before it is accepted. */
    onMail?: (mail: SunkMail) => Promise<void>
  } = {},
): Promise<Sink> {
  const port = options.port ?? (await freePort())
  const behaviour: Behaviour = { recipients: {}, hang: false, delay: 0 }
  const mails: SunkMail[] = []
  let accepted = 0
  let server: SMTPServer | undefined

  async function receive(stream: SMTPServerDataStream, session: SMTPServerSession): Promise<void> {
    if (behaviour.drop === 'before-end') return lose(server, session)
    const chunks: Buffer[] = []
    for await (const chunk of stream) chunks.push(chunk as Buffer)
    const mail = sunk(session, Buffer.concat(chunks))
    if (behaviour.data) throw refusal(behaviour.data)
    await options.onMail?.(mail)
    mails.push(mail)
    if (behaviour.drop === 'after-end') return lose(server, session)
    if (behaviour.delay > 0) await sleep(behaviour.delay)
  }

  const sink: Sink = {
    port,
    mails,
    behaviour,
    connections: () => accepted,
    async waitFor(count, match = () => true, ms = 10_000) {
      const found = () => mails.filter(match)
      await until(`${count} mails at the sink`, () => found().length >= count, ms)
      return found()
    },
    async start() {
      server = new PromptServer({
        authOptional: !(options.auth ?? options.token !== undefined),
        authMethods: options.token ? ['XOAUTH2'] : ['PLAIN', 'LOGIN'],
        allowInsecureAuth: true,
        disableReverseLookup: true,
        disabledCommands: ['STARTTLS'],
        size: 100 * 1024 * 1024,
        closeTimeout: 1,
        logger: false,
        onConnect: (_session, answer) => {
          accepted += 1
          unlessHung(answer)
        },
        onAuth: (auth, _session, answer) =>
          unlessHung(() =>
            behaviour.auth
              ? answer(refusal(behaviour.auth))
              : options.token && !options.token(auth.accessToken ?? '')
                ? answer(null, { data: { status: '401', schemes: 'bearer' } })
                : answer(null, { user: auth.username ?? 'token' }),
          ),
        onMailFrom: (_address, _session, answer) =>
          unlessHung(() => answer(behaviour.mailFrom ? refusal(behaviour.mailFrom) : null)),
        onRcptTo: (address, _session, answer) => {
          const refused = behaviour.recipients[address.address.toLowerCase()]
          unlessHung(() => answer(refused ? refusal(refused) : null))
        },
        onData: (stream, session, answer) => {
          receive(stream, session).then(
            () => unlessHung(() => answer(null)),
            (error: Error) => answer(error),
          )
        },
      })
      server.on('error', () => {})
      server.listen(port, '127.0.0.1')
      await once(server.server, 'listening')
    },
    async stop() {
      const closing = server
      server = undefined
      if (closing) await new Promise<void>((resolve) => closing.close(resolve))
    },
  }

  function unlessHung(answer: () => void): void {
    if (!behaviour.hang) answer()
  }

  await sink.start()
  return sink
}

/** smtp-server waits 100 ms for early talkers before it greets; in a test that is only waiting. */
class PromptServer extends SMTPServer {
  override connect(...args: Parameters<SMTPServer['connect']>): void {
    const known = new Set(this.connections)
    super.connect(...args)
    for (const connection of this.connections) {
      if (known.has(connection)) continue
      connection.connectionReady()
      connection.connectionReady = () => {}
    }
  }
}

function lose(server: SMTPServer | undefined, session: SMTPServerSession): Promise<never> {
  for (const connection of server?.connections ?? []) {
    if (connection.session === session) connection._socket.destroy()
  }
  return new Promise(() => {})
}

/** `550 5.1.1 no such user` as the error that smtp-server turns into exactly that answer. */
function refusal(answer: string): Error {
  return Object.assign(new Error(answer.slice(4)), { responseCode: Number(answer.slice(0, 3)) })
}

function sunk(session: SMTPServerSession, bytes: Buffer): SunkMail {
  const end = bytes.indexOf('\r\n\r\n')
  const headers = bytes
    .subarray(0, end < 0 ? bytes.length : end)
    .toString()
    .replace(/\r\n[ \t]+/g, ' ')
  const sender = session.envelope.mailFrom
  return {
    from: sender ? sender.address : '',
    to: session.envelope.rcptTo.map((recipient) => recipient.address),
    bytes,
    headers,
    header: (name) => new RegExp(`^${name}:\\s*(.*)$`, 'im').exec(headers)?.[1]?.trim(),
    parsed: () => simpleParser(bytes, { skipHtmlToText: true, skipTextToHtml: true }),
  }
}
