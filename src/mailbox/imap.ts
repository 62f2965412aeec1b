import { open, rm } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { type FetchMessageObject, ImapFlow } from 'imapflow'
import type { Imap, Mailbox } from '../config/schema.ts'
import { Failure, sentence } from '../errors.ts'
import type { Log } from '../log.ts'
import type { Connection } from './connection.ts'
import { imapFailure, type Place } from './imap-failure.ts'
import type { FolderState } from './intake.ts'
import { envelopeOf, internalDateOf } from './listed.ts'
import { type Listened, news } from './news.ts'
import { formatUidSet, parseUidSet } from './uid-set.ts'

/** Some networks forget a connection that is quiet for five minutes; RFC 2177 allows 29. */
const STRETCH = 4 * 60_000
/** Bytes of a big mail asked for at once. */
const CHUNK = 512 * 1024
/** What a broken or hostile server may make us hold: far above what is ever asked for. */
const LIMITS = {
  maxLineLength: 32 * 1024 * 1024,
  maxLiteralSize: 64 * 1024 * 1024,
  maxResponseSize: 128 * 1024 * 1024,
}

/** An open client, and what was noticed of it. */
interface Line extends Listened {
  client: ImapFlow
  place: Place
  imap: Imap
  log: Log
  /** Why the connection broke, when it did. */
  lost: unknown
}

/** What proves to a server who logs in. */
export type Proof = { pass: string } | { accessToken: string }

/** Connects, logs in and opens the folder to read and flag; the abort ends the connection. */
export async function connectWith(
  mailbox: Mailbox,
  { signal, log }: { signal: AbortSignal; log: Log },
  proof: Proof,
): Promise<Connection> {
  signal.throwIfAborted()
  const line = newLine(mailbox, log, proof)
  const { client } = line
  const abandon = () => client.close()
  signal.addEventListener('abort', abandon, { once: true })
  try {
    await answered(line, client.connect())
    await answered(line, client.mailboxOpen(mailbox.folder))
    // While the lock is held the library takes a quiet connection for busy, not for dead.
    await answered(line, client.getMailboxLock(mailbox.folder))
  } catch (error) {
    client.close()
    signal.removeEventListener('abort', abandon)
    throw error
  }
  return {
    folder: folderState(line),
    capabilities: () => [...client.capabilities.keys()],
    ...reading(line),
    ...telling(line),
    waitForMail: (stop, ms) => waitForMail(line, stop, ms),
    async close() {
      signal.removeEventListener('abort', abandon)
      // The timer must not keep a process that has nothing else to do.
      const patience = sleep(1000, undefined, { ref: false })
      if (client.usable) await Promise.race([client.logout(), patience]).catch(() => undefined)
      client.close()
    },
  }
}

function newLine({ imap, folder }: Mailbox, log: Log, proof: Proof): Line {
  const client = new ImapFlow({
    host: imap.host,
    port: imap.port,
    secure: imap.security === 'tls',
    // true insists on STARTTLS; left out, the library goes on in clear text where it is missing.
    ...(imap.security !== 'tls' && { doSTARTTLS: imap.security === 'starttls' }),
    ...(imap.verifyCertificate === false && { tls: { rejectUnauthorized: false } }),
    auth: { user: imap.user, ...proof },
    connectionTimeout: imap.timeout,
    greetingTimeout: imap.timeout,
    disableAutoIdle: true,
    clientInfo: { name: 'ticketd' },
    maxLockHoldTime: false,
    logger: false,
    ...LIMITS,
  })
  const byToken = 'accessToken' in proof
  const secret = byToken ? proof.accessToken : proof.pass
  const place = { server: `${imap.host}:${imap.port}`, user: imap.user, folder, secret, byToken }
  const line: Line = { client, place, imap, log, lost: null, arrived: false, wake: () => {} }
  client.on('error', (error) => {
    line.lost = error
  })
  client.on('close', () => line.wake())
  client.on('exists', ({ count, prevCount }) => {
    if (count <= prevCount) return
    line.arrived = true
    line.wake()
  })
  return line
}

/**
 * The answer to a command, or its failure in our words. The connection is ended when the server has
 * sent no byte for `imap.timeout` while the answer is due: a slow line is not a dead one.
 */
async function answered<T>(line: Line, work: Promise<T>): Promise<T> {
  const { client, place, imap } = line
  let heard = client.stats().received
  let overdue: Failure | undefined
  const timer = setInterval(() => {
    const now = client.stats().received
    if (now === heard) {
      const text = `${place.server} has not answered for ${imap.timeout / 1000} s`
      overdue = new Failure('imap-timeout', text, { lasting: 'temporary' })
      client.close()
    }
    heard = now
  }, imap.timeout)
  try {
    const answer = await work
    // Several commands of the library resolve with "nothing" when the connection goes away.
    if (!client.usable) throw new Error('it was closed')
    return answer
  } catch (error) {
    throw overdue ?? imapFailure(causeOf(line, error), place)
  } finally {
    clearInterval(timer)
  }
}

/** The server's own words, where it gave any, say more than that the connection is gone. */
function causeOf({ client, lost }: Line, error: unknown): unknown {
  const wasAnswer = typeof error === 'object' && error !== null && 'responseStatus' in error
  if (client.usable || wasAnswer) return error
  return lost ?? (client.byeReason ? new Error(client.byeReason) : error)
}

function refused({ place }: Line, what: string): never {
  const text = `${place.server} refused to ${what}`
  throw new Failure('imap-refused', text, { lasting: 'temporary' })
}

function folderState({ client, place }: Line): FolderState {
  if (!client.mailbox) throw imapFailure(new Error('it was closed'), place)
  const { uidValidity, uidNext, exists } = client.mailbox
  return { uidValidity: Number(uidValidity), uidNext, exists }
}

function reading(
  line: Line,
): Pick<Connection, 'uidsAbove' | 'list' | 'stillThere' | 'envelopes' | 'read' | 'download'> {
  const { client } = line

  async function fetchAll(
    uids: readonly number[],
    query: Parameters<ImapFlow['fetchAll']>[1],
  ): Promise<FetchMessageObject[]> {
    if (uids.length === 0) return []
    const asked = new Set(uids)
    const found = await answered(line, client.fetchAll(formatUidSet(uids), query, { uid: true }))
    // A server may send news of other mails in between.
    return found.filter((message) => asked.has(message.uid))
  }

  return {
    async uidsAbove(uid) {
      // A server may look into its folder only at a NOOP, and search in what it knew before.
      if (!line.arrived) await answered(line, client.noop())
      line.arrived = false
      // `n:*` names the last mail too, wherever it lies (RFC 3501 section 6.4.8).
      const query = { uid: `${uid + 1}:*` }
      // The answer of ESEARCH (RFC 4731) is a set of ranges: short also for a huge backlog.
      const search = client.search(query, { uid: true, returnOptions: ['ALL'] })
      const found = (await answered(line, search)) || refused(line, 'search the folder')
      return parseUidSet(Array.isArray(found) ? formatUidSet(found) : (found.all ?? ''))
    },

    async list(uids) {
      const found = await fetchAll(uids, { uid: true, internalDate: true, size: true })
      return found.map((message) => ({
        uid: message.uid,
        internalDate: internalDateOf(message.internalDate),
        // Of unknown size: a file can hold anything.
        size: message.size ?? Number.MAX_SAFE_INTEGER,
      }))
    },

    async stillThere(uids) {
      const search = client.search({ uid: formatUidSet(uids) }, { uid: true })
      return (await answered(line, search)) || refused(line, 'search the folder')
    },

    async envelopes(uids) {
      const found = await fetchAll(uids, { uid: true, envelope: true })
      return new Map(found.map((message) => [message.uid, envelopeOf(message.envelope)]))
    },

    async read(uids) {
      const found = await fetchAll(uids, { uid: true, source: true })
      return new Map(found.flatMap(({ uid, source }) => (source ? [[uid, source] as const] : [])))
    },

    async download(uid, file) {
      const target = await open(file, 'wx', 0o600)
      let size: number | null = null
      try {
        size = await writeChunks(line, uid, target)
        return size
      } finally {
        await target.close()
        if (size === null) await rm(file, { force: true })
      }
    },
  }
}

/** Bytes written, or null when the mail is gone. */
async function writeChunks(
  line: Line,
  uid: number,
  target: { writeFile: (chunk: Buffer) => Promise<unknown> },
): Promise<number | null> {
  let size = 0
  for (;;) {
    const source = { start: size, maxLength: CHUNK }
    const fetched = line.client.fetchOne(`${uid}`, { uid: true, source }, { uid: true })
    const message = await answered(line, fetched)
    if (!message || message.source === undefined) return null
    // Not `write`: that says nothing where a full disk took only a part.
    await target.writeFile(message.source)
    size += message.source.length
    // Shorter is the end; longer comes from a server that knows no parts and sent it whole.
    if (message.source.length !== CHUNK) return size
  }
}

function telling(line: Line): Pick<Connection, 'acknowledge'> {
  const { client } = line

  async function move(set: string, to: string): Promise<void> {
    // Without UIDPLUS an emulated move ends with EXPUNGE, which takes what others have deleted.
    if (!client.capabilities.has('MOVE') && !client.capabilities.has('UIDPLUS')) {
      refused(line, 'move mail: it offers neither MOVE nor UIDPLUS')
    }
    const moved = () => answered(line, client.messageMove(set, to, { uid: true }))
    if (await moved()) return
    await answered(line, client.mailboxCreate(to))
    if (!(await moved())) refused(line, `move mail to "${to}"`)
  }

  return {
    async acknowledge(uids, done) {
      if (uids.length === 0 || done.action === 'keep') return
      const set = formatUidSet(uids)
      if (done.action === 'move') return move(set, done.folder ?? 'Processed')
      const flagged = client.messageFlagsAdd(set, ['\\Seen'], { uid: true, silent: true })
      if (!(await answered(line, flagged))) refused(line, 'mark mail as read')
    },
  }
}

async function waitForMail(line: Line, stop: AbortSignal, ms: number): Promise<void> {
  const { client, imap, log } = line
  const end = performance.now() + ms
  while (!line.arrived && !stop.aborted) {
    const left = end - performance.now()
    if (left <= 0) return
    // The next command ends it, whichever that is.
    if (imap.autoIdle) client.idle().catch((error) => log.debug(sentence(error)))
    await news(line, stop, Math.min(left, STRETCH))
    if (!client.usable) await answered(line, Promise.resolve())
    if (left > STRETCH && !line.arrived && !stop.aborted) await answered(line, client.noop())
  }
}
