import { loadConfig } from '../../src/config/load.ts'
import { quietDesk } from '../engine/quiet-desk.ts'
import { type Dovecot, startDovecot } from '../servers/dovecot.ts'
import { type Sink, startSmtpSink } from '../servers/smtp-sink.ts'
import { startTcpProxy, type TcpProxy } from '../servers/tcp-proxy.ts'
import { openDesk, type TestDesk } from '../survival/desk.ts'
import { mountMissing, mountSmall } from '../survival/small-disk.ts'
import { addCustomers, CONFIG } from './customers.ts'
import type { Mail } from './workload.ts'

/** Asked once: the question ends with unmounting whatever is mounted. */
const CAN_MOUNT = mountMissing() === null

/** A desk with servers of its own and a bad network in between. */
export interface Site {
  dovecot: Dovecot
  sink: Sink
  imap: TcpProxy
  smtp: TcpProxy
  desk: TestDesk
  /** A file on the disk of the store that may take all its room; null where no disk can be mounted. */
  ballast: string | null
  /** How often each Message-ID was accepted. */
  accepted: Map<string, number>
  /** From the start of a daemon until it fetches mail, in milliseconds, as it was of late. */
  start: number
  /** Mails that lie on the server. */
  delivered: number
  deliver(mail: Mail): Promise<void>
  /** Ends the desk and the servers; a mounted disk is the caller's. */
  close(): Promise<void>
}

/** With so many customers who will lack something, and a disk of so many megabytes. */
export async function openSite(buyers: number, megabytes: number): Promise<Site> {
  const dovecot = await startDovecot()
  const accepted = new Map<string, number>()
  const sink = await startSmtpSink({
    onMail: async (mail) => {
      const id = mail.header('message-id') ?? 'none'
      accepted.set(id, (accepted.get(id) ?? 0) + 1)
      // Their bytes are of no more use, and there are many.
      sink.mails.length = 0
    },
  })
  const imap = await startTcpProxy(dovecot.port)
  const smtp = await startTcpProxy(sink.port)
  const desk = await openDesk(dovecot, smtp.port, {
    imapPort: imap.port,
    mailbox: { imap: imapOf(imap.port) },
    config: {
      smtp: { host: '127.0.0.1', port: smtp.port, security: 'none', perMinute: 0, timeout: '1s' },
      limits: LIMITS,
      ...CONFIG,
    },
    ...(CAN_MOUNT && { data: (folder: string) => mountSmall(folder, megabytes) }),
  })
  await addCustomers(quietDesk(loadConfig(desk.config, {}), desk.store), buyers)
  const site: Site = {
    ...{ dovecot, sink, imap, smtp, desk, accepted, start: 1_000, delivered: 0 },
    ballast: CAN_MOUNT ? `${desk.folder}/data/ballast` : null,
    async deliver(mail) {
      site.delivered += 1
      await dovecot.deliver(USER, mail.bytes())
    },
    async close() {
      await imap.stop()
      await smtp.stop()
      await sink.stop()
      await dovecot.stop()
    },
  }
  return site
}

/** The login of the only mailbox; a desk of its own Dovecot needs no other. */
export const USER = 'support@acme.test'

function imapOf(port: number) {
  const login = { user: USER, password: 'secret' }
  return { host: '127.0.0.1', port, security: 'none', timeout: '1s', ...login }
}

/** What depends on how fast mail comes would not be the same in two runs. */
const MANY = 1_000_000
const LIMITS = {
  answers: { hour: MANY, day: MANY },
  unknown: MANY,
  confirmations: MANY,
  relays: { count: MANY, same: MANY },
  reopenings: { count: MANY },
}
