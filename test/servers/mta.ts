import { type PostfixOptions, postfixMissing, startPostfix } from './postfix.ts'
import { startSmtpSink } from './smtp-sink.ts'

/** A mail server that delivers into the mailboxes of a Dovecot. */
export interface Mta {
  port: number
  kind: 'postfix' | 'smtp-server'
  stop(): Promise<void>
}

/**
 * Postfix where it can run. Elsewhere smtp-server plays its part, and says so; in CI, where the real
 * one is promised to root, that is an error.
 */
export async function startMta(options: PostfixOptions): Promise<Mta> {
  const why = postfixMissing()
  if (why === null) return { ...(await startPostfix(options)), kind: 'postfix' }
  if (process.env.CI === 'true' && process.getuid?.() === 0) {
    throw new Error(`${why} Run "npm run servers" first.`)
  }
  process.stderr.write(`\n${why} smtp-server plays its part in this test.\n\n`)
  return startStandIn(options)
}

/**
 * Delivers and refuses as Postfix with the same options would, and writes the same trace fields. `head`
 * is what a filter in front of the mailbox puts above them.
 */
export async function startStandIn({
  deliverTo,
  mailboxes,
  refuse = {},
  head = '',
}: PostfixOptions & { head?: string }): Promise<Mta> {
  const sink = await startSmtpSink({
    onMail: async (mail) => {
      for (const to of mail.to) {
        const user = mailboxes[to.toLowerCase()]
        if (user === undefined) continue
        const trace = `${head}Return-Path: <${mail.from}>\r\nDelivered-To: ${to}\r\n`
        await deliverTo.deliver(user, Buffer.concat([Buffer.from(trace), mail.bytes]))
      }
    },
  })
  Object.assign(sink.behaviour.recipients, refuse)
  return { port: sink.port, kind: 'smtp-server', stop: sink.stop }
}
