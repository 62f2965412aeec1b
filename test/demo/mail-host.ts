import { once } from 'node:events'
import hoodiecrow from 'hoodiecrow-imap'
import { SMTPServer } from 'smtp-server'
import { freePort } from '../servers/child.ts'

export const PASSWORD = 'demo'

const PLUGINS = ['ID', 'SASL-IR', 'AUTH-PLAIN', 'NAMESPACE', 'IDLE', 'ENABLE', 'LITERALPLUS']
const MORE_PLUGINS = ['UNSELECT', 'SPECIAL-USE', 'UIDPLUS', 'MOVE']

/** A mail host in this process: every person has an IMAP mailbox, and all mail comes in by SMTP. */
export interface MailHost {
  smtpPort: number
  /** The IMAP port of each address: the server below knows one user only, so each has its own. */
  imapPorts: Map<string, number>
  /** How many mails each address was given, by SMTP. */
  delivered: Map<string, number>
  stop(): void
}

export async function startMailHost(addresses: readonly string[]): Promise<MailHost> {
  const boxes = new Map<string, Box>()
  for (const address of addresses) boxes.set(address, await openBox(address))
  const delivered = new Map(addresses.map((address) => [address, 0]))
  const smtp = new SMTPServer({
    authOptional: true,
    disableReverseLookup: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    logger: false,
    onRcptTo: ({ address }, _session, answer) => {
      answer(boxes.has(address) ? null : new Error('5.1.1 nobody of this name lives here'))
    },
    onData: async (stream, { envelope }, answer) => {
      const chunks: Buffer[] = []
      for await (const chunk of stream) chunks.push(chunk as Buffer)
      const sender = envelope.mailFrom ? envelope.mailFrom.address : ''
      const raw = `Return-Path: <${sender}>\r\n${Buffer.concat(chunks).toString('latin1')}`
      for (const { address } of envelope.rcptTo) {
        boxes.get(address)?.put(raw)
        delivered.set(address, (delivered.get(address) ?? 0) + 1)
      }
      answer(null)
    },
  })
  // A daemon that is killed leaves its connections in the middle.
  smtp.on('error', () => {})
  const smtpPort = await freePort()
  smtp.listen(smtpPort, '127.0.0.1')
  await once(smtp.server, 'listening')
  return {
    smtpPort,
    imapPorts: new Map([...boxes].map(([address, { port }]) => [address, port])),
    delivered,
    stop() {
      smtp.close()
      for (const { close } of boxes.values()) close()
    },
  }
}

interface Box {
  port: number
  put(raw: string): void
  close(): void
}

async function openBox(address: string): Promise<Box> {
  const server = hoodiecrow({
    plugins: [...PLUGINS, ...MORE_PLUGINS],
    users: { [address]: { password: PASSWORD } },
    storage: { INBOX: {}, '': { separator: '/', folders: { Processed: {} } } },
  })
  const port = await freePort()
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  return {
    port,
    put: (raw) => server.appendMessage('INBOX', [], new Date(), raw),
    close: () => server.close(),
  }
}
