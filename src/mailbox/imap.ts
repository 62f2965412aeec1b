import { open, rm } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { type FetchMessageObject, ImapFlow, type MessageEnvelopeObject } from 'imapflow'
import type { Mailbox } from '../config/schema.ts'
import { Failure, sentence } from '../errors.ts'
import type { Log } from '../log.ts'
import { imapFailure, type Place } from './imap-failure.ts'
import type { FolderState } from './intake.ts'
import { formatUidSet, parseUidSet, type UidRange } from './uid-set.ts'

/** A mail of the folder, not yet read. */
export interface Listed {
  uid: number
  /** UTC, ISO 8601. */
  internalDate: string
  /** Bytes, as the server says; some servers only estimate it. */
  size: number
}

export interface Envelope {
  messageId: string | null
  from: string | null
  subject: string | null
}

/**
 * One connection with its folder open. Every method throws a Failure as {@link imapFailure} sorts them;
 * after any but `imap-refused` the connection is of no more use.
 */
export interface Connection {
  folder: FolderState
  usable(): boolean
  /** The UIDs above this one, as the server knows them now. */
  uidsAbove(uid: number): Promise<UidRange[]>
  /** Date and size; a UID that is gone is left out. */
  list(uids: readonly number[]): Promise<Listed[]>
  /** Which of them lie in the folder. */
  stillThere(uids: readonly number[]): Promise<number[]>
  envelopes(uids: readonly number[]): Promise<Map<number, Envelope>>
  /** The bytes of mails, in memory; does not mark them as read. */
  read(uids: readonly number[]): Promise<Map<number, Buffer>>
  /** Writes one mail into a new file, chunk by chunk; resolves with its bytes, null when it is gone. */
  download(uid: number, file: string): Promise<number | null>
  /** Tells the server, in one command, that these mails are dealt with. UIDs that are gone are fine. */
  acknowledge(uids: readonly number[], done: Mailbox['done']): Promise<void>
  /**
   * Resolves when mail has arrived since the last `uidsAbove`, after `ms`, or when the signal aborts;
   * throws when the connection is lost.
   */
  waitForMail(signal: AbortSignal, ms: number): Promise<void>
  /** What the server can do, as it says. */
  capabilities(): string[]
  /** Says goodbye, shortly. */
  close(): Promise<void>
}

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

/** Connects, logs in and opens the folder for reading and flagging. */
export async function connect(
  mailbox: Mailbox,
  { signal, log }: { signal: AbortSignal; log: Log },
): Promise<Connection> {
  const { imap } = mailbox
  const place: Place = {
    server: `${imap.host}:${imap.port}`,
    user: imap.user,
    folder: mailbox.folder,
  }
  const client = new ImapFlow({
    host: imap.host,
    port: imap.port,
    secure: imap.security === 'tls',
    ...(imap.security !== 'tls' && { doSTARTTLS: imap.security === 'starttls' }),
    auth: { user: imap.user, pass: imap.password ?? '' },
    connectionTimeout: imap.timeout,
    greetingTimeout: imap.timeout,
    disableAutoIdle: true,
    clientInfo: { name: 'ticketd' },
    maxLockHoldTime: false,
    logger: false,
    ...LIMITS,
  })
  let arrived = false
  let lost: unknown = null
  let wake = () => {}
  client.on('error', (error) => {
    lost = error
  })
  client.on('close', () => wake())
  client.on('exists', ({ count, prevCount }) => {
    if (count <= prevCount) return
    arrived = true
    wake()
  })
  const abandon = () => client.close()
  signal.addEventListener('abort', abandon, { once: true })

  /** Ends the connection when the server has sent no byte for `timeout` while an answer is due. */
  async function answered<T>(work: Promise<T>): Promise<T> {
    let heard = client.stats().received
    let overdue: Failure | undefined
    const timer = setInterval(() => {
      const now = client.stats().received
      if (now === heard) {
        overdue = new Failure(
          'imap-timeout',
          `${place.server} has not answered for ${imap.timeout / 1000} s`,
          { lasting: 'temporary' },
        )
        client.close()
      }
      heard = now
    }, imap.timeout)
    try {
      const result = await work
      // Several commands of the library resolve with "nothing" when the connection goes away.
      if (!client.usable) throw lost ?? new Error(client.byeReason ?? 'it was closed')
      return result
    } catch (error) {
      throw overdue ?? imapFailure(client.usable ? error : (lost ?? error), place)
    } finally {
      clearInterval(timer)
    }
  }

  async function fetchAll(
    uids: readonly number[],
    query: Parameters<ImapFlow['fetchAll']>[1],
  ): Promise<FetchMessageObject[]> {
    if (uids.length === 0) return []
    const asked = new Set(uids)
    const found = await answered(client.fetchAll(formatUidSet(uids), query, { uid: true }))
    // A server may send news of other mails in between.
    return found.filter((message) => asked.has(message.uid))
  }

  async function refused(what: string): Promise<never> {
    throw new Failure('imap-refused', `${place.server} refused ${what}`, { lasting: 'temporary' })
  }

  async function move(set: string, to: string): Promise<void> {
    // Without UIDPLUS the emulated move ends with EXPUNGE, which takes mails that others have deleted.
    if (!client.capabilities.has('MOVE') && !client.capabilities.has('UIDPLUS')) {
      await refused(`to move mail: it offers neither MOVE nor UIDPLUS`)
    }
    const moved = () => answered(client.messageMove(set, to, { uid: true }))
    if (await moved()) return
    await answered(client.mailboxCreate(to))
    if (!(await moved())) await refused(`to move mail to "${to}"`)
  }

  try {
    await client.connect()
    await answered(client.mailboxOpen(mailbox.folder))
    // While the lock is held the library takes a quiet connection for a busy owner, not for a dead one.
    await answered(client.getMailboxLock(mailbox.folder))
  } catch (error) {
    client.close()
    signal.removeEventListener('abort', abandon)
    throw imapFailure(error, place)
  }
  if (!client.mailbox) throw imapFailure(lost ?? new Error('it was closed'), place)
  const folder: FolderState = {
    uidValidity: Number(client.mailbox.uidValidity),
    uidNext: client.mailbox.uidNext,
    exists: client.mailbox.exists,
  }
  log.debug({ server: place.server, ...folder }, 'folder opened')

  return {
    folder,
    usable: () => client.usable,
    capabilities: () => [...client.capabilities.keys()],

    async uidsAbove(uid) {
      // A server may look into its folder only at a NOOP, and search in what it knew before.
      if (!arrived) await answered(client.noop())
      arrived = false
      // `n:*` always names the last mail too, wherever it lies (RFC 3501 section 6.4.8).
      const query = { uid: `${uid + 1}:*` }
      const found = await answered(client.search(query, { uid: true, returnOptions: ['ALL'] }))
      if (!found) return refused('to search the folder')
      if (Array.isArray(found)) return parseUidSet(formatUidSet(found))
      return parseUidSet(found.all ?? '')
    },

    async list(uids) {
      const found = await fetchAll(uids, { uid: true, internalDate: true, size: true })
      return found.map((message) => ({
        uid: message.uid,
        internalDate: isoDate(message.internalDate),
        // Of unknown size: a file can hold anything.
        size: message.size ?? Number.MAX_SAFE_INTEGER,
      }))
    },

    async stillThere(uids) {
      const found = await answered(client.search({ uid: formatUidSet(uids) }, { uid: true }))
      return found || refused('to search the folder')
    },

    async envelopes(uids) {
      const found = await fetchAll(uids, { uid: true, envelope: true })
      return new Map(found.map((message) => [message.uid, envelope(message.envelope)]))
    },

    async read(uids) {
      const found = await fetchAll(uids, { uid: true, source: true })
      return new Map(found.flatMap(({ uid, source }) => (source ? [[uid, source] as const] : [])))
    },

    async download(uid, file) {
      const target = await open(file, 'wx', 0o600)
      let size: number | null = 0
      try {
        for (;;) {
          const source = { start: size, maxLength: CHUNK }
          const message = await answered(client.fetchOne(`${uid}`, { source }, { uid: true }))
          if (!message || message.source === undefined) {
            size = null
            return null
          }
          await target.write(message.source)
          size += message.source.length
          // Shorter is the end; longer comes from a server that knows no parts and sent it whole.
          if (message.source.length !== CHUNK) return size
        }
      } catch (error) {
        size = null
        throw error
      } finally {
        await target.close()
        if (size === null) await rm(file, { force: true })
      }
    },

    async acknowledge(uids, done) {
      if (uids.length === 0 || done.action === 'keep') return
      const set = formatUidSet(uids)
      if (done.action === 'move') return move(set, done.folder ?? 'Processed')
      const options = { uid: true, silent: true }
      if (!(await answered(client.messageFlagsAdd(set, ['\\Seen'], options)))) {
        await refused('to mark mail as read')
      }
    },

    async waitForMail(stop, ms) {
      const end = performance.now() + ms
      while (!arrived && !stop.aborted) {
        const left = end - performance.now()
        if (left <= 0) return
        // The next command ends it, whichever comes first.
        if (imap.autoIdle) client.idle().catch((error) => log.debug(sentence(error)))
        await woken(stop, Math.min(left, STRETCH))
        if (!client.usable) await answered(Promise.resolve())
        if (left > STRETCH && !arrived && !stop.aborted) await answered(client.noop())
      }
    },

    async close() {
      signal.removeEventListener('abort', abandon)
      if (client.usable) await Promise.race([client.logout(), sleep(1000)]).catch(() => undefined)
      client.close()
    },
  }

  /** Resolves at the next event of the connection, at the abort, or after `ms`. */
  function woken(stop: AbortSignal, ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(finish, ms)
      stop.addEventListener('abort', finish, { once: true })
      wake = finish
      if (arrived || stop.aborted || !client.usable) finish()
      function finish() {
        clearTimeout(timer)
        stop.removeEventListener('abort', finish)
        wake = () => {}
        resolve()
      }
    })
  }
}

function envelope(found: MessageEnvelopeObject | undefined): Envelope {
  return {
    messageId: found?.messageId ?? null,
    from: found?.from?.[0]?.address?.toLowerCase() ?? null,
    subject: found?.subject ?? null,
  }
}

/** An INTERNALDATE that cannot be read counts as of today: a mail must not be taken for an old one. */
function isoDate(date: Date | string | undefined): string {
  const read = new Date(date ?? Number.NaN)
  return (Number.isNaN(read.getTime()) ? new Date() : read).toISOString()
}
