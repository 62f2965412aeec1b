import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Mailbox } from '../config/schema.ts'
import { codeOf, sentence } from '../errors.ts'
import type { Log } from '../log.ts'
import type { Connection } from './connection.ts'
import { BATCH, fetchBatches, oneAhead } from './fetch.ts'
import { firstOf } from './first-of.ts'
import { connect } from './imap.ts'
import type { Fetched, Intake } from './intake.ts'
import type { Suspects } from './suspects.ts'
import { uidsAbove } from './uid-set.ts'

/** What the life of a mailbox needs beside its intake. */
export interface Surroundings {
  signal: AbortSignal
  log: Log
  /** Milliseconds since 1970. */
  now: () => number
  /** Folder for mails that are too big for memory, while they are handed over. Made when missing. */
  spool: string
  /** Resolves when the mailbox is to be looked at now, beside IDLE and poll; or at the abort. */
  wake?: (signal: AbortSignal) => Promise<void>
}

/** UIDs told to the server with one command. */
const AT_ONCE = 500
/** Where a cron expression says when to look, `wake` is told of it; this is only the last resort. */
const SELDOM = 86_400_000

/**
 * One connection from its login to its end: catches up, oldest first, and tells the server what was
 * decided; then, if it is to `stay`, waits for more until the signal aborts. `taken` is called after
 * each batch. Throws whatever ends it: a Failure of the server, or an error of the intake.
 */
export async function visit(
  mailbox: Mailbox,
  intake: Intake,
  around: Surroundings,
  suspects: Suspects,
  { stay, taken }: { stay: boolean; taken: () => void },
): Promise<void> {
  const { signal, log, now } = around
  const connection = await connect(mailbox, around)
  await mkdir(around.spool, { recursive: true })
  const folder = await mkdtemp(join(around.spool, 'fetch-'))
  try {
    const { after, ignoreBefore } = await intake.begin(connection.folder)
    intake.state({ connected: true, since: new Date(now()).toISOString(), error: null })
    log.info({ ...connection.folder, after }, 'mailbox connected')
    const plan = { ...BATCH, folder, ignoreBefore }
    let cursor = after
    do {
      const uids = uidsAbove(await connection.uidsAbove(cursor), cursor)
      for await (const batch of oneAhead(fetchBatches(connection, uids, plan, suspects))) {
        await intake.take(batch)
        taken()
        cursor = batch.at(-1)?.uid ?? cursor
        await dropFiles(batch)
        if (signal.aborted) return
        await acknowledge(connection, mailbox, intake, around)
      }
      await intake.caughtUp()
      if (stay) await rest(connection, mailbox, intake, around)
    } while (stay && !signal.aborted)
    await acknowledge(connection, mailbox, intake, around)
  } finally {
    await connection.close()
    await rm(folder, { recursive: true, force: true })
  }
}

async function dropFiles(batch: Fetched[]): Promise<void> {
  for (const mail of batch) {
    if (mail.kind === 'mail' && 'file' in mail.body) await rm(mail.body.file, { force: true })
  }
}

/** Returns when there may be new mail. Meanwhile the server is told what is being decided. */
async function rest(
  connection: Connection,
  mailbox: Mailbox,
  intake: Intake,
  around: Surroundings,
): Promise<void> {
  const end = around.now() + ('every' in mailbox.poll ? mailbox.poll.every : SELDOM)
  while (await acknowledge(connection, mailbox, intake, around)) {
    const left = end - around.now()
    const happened = await firstOf(around.signal, {
      mail: (signal) => connection.waitForMail(signal, left),
      decided: (signal) => intake.decided(signal),
      ...(around.wake && { wake: around.wake }),
    })
    if (happened !== 'decided') return
  }
  // The server would not be told: asking again at once would ask without end.
  await connection.waitForMail(around.signal, end - around.now())
}

/** Tells the server what was decided; false when it refuses, which must not keep new mail waiting. */
async function acknowledge(
  connection: Connection,
  mailbox: Mailbox,
  intake: Intake,
  { log, now, signal }: Surroundings,
): Promise<boolean> {
  while (!signal.aborted) {
    const uids = await intake.toAcknowledge(AT_ONCE)
    if (uids.length === 0) return true
    try {
      await connection.acknowledge(uids, mailbox.done)
    } catch (error) {
      if (codeOf(error) !== 'imap-refused') throw error
      log.warn({ uids: uids.length }, sentence(error))
      const since = new Date(now()).toISOString()
      intake.state({ connected: true, since, error: sentence(error) })
      return false
    }
    await intake.acknowledged(uids)
    if (uids.length < AT_ONCE) return true
  }
  return true
}
