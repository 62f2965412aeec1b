import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Mailbox } from '../config/schema.ts'
import type { TokenFor } from '../credentials/token-for.ts'
import { codeOf, sentence } from '../errors.ts'
import type { Log } from '../log.ts'
import { connect } from './connect.ts'
import type { Connection } from './connection.ts'
import { BATCH, fetchBatches, oneAhead } from './fetch.ts'
import { firstOf } from './first-of.ts'
import type { Fetched, Intake } from './intake.ts'
import type { Suspects } from './suspects.ts'
import { countAbove, uidsAbove } from './uid-set.ts'

/** What the life of a mailbox needs beside its intake. */
export interface Surroundings {
  signal: AbortSignal
  log: Log
  /** Milliseconds since 1970. */
  now: () => number
  /**
   * Folder for mails that are too big for memory, while they are handed over. Made when missing.
   */
  spool: string
  /** Resolves when the mailbox is to be looked at now, beside IDLE and poll; or at the abort. */
  wake?: (signal: AbortSignal) => Promise<void>
  /** Asked at each login of a mailbox with oauth2. */
  tokenFor?: TokenFor
  /** Resolves when a sign-in that was refused may work again; or at the abort. */
  repaired?: (signal: AbortSignal) => Promise<void>
}

/** One connection and all that it serves. */
interface Stay {
  connection: Connection
  mailbox: Mailbox
  intake: Intake
  around: Surroundings
  /** The server would not be told the last time. */
  refused: boolean
}

/** UIDs told to the server with one command. */
const AT_ONCE = 500
/**
 * Where a cron expression says when to look, `wake` is told of it; this is only the last resort.
 */
const SELDOM = 86_400_000

/**
 * One connection from its login to its end: catches up, oldest first, and tells the server what was
 * decided; then, if it is to `stay`, waits for more until the signal aborts. `taken` is called
 * after each batch. Throws whatever ends it: a Failure of the server, or an error of the intake.
 */
export async function visit(
  mailbox: Mailbox,
  intake: Intake,
  around: Surroundings,
  suspects: Suspects,
  { stay, taken }: { stay: boolean; taken: () => void },
): Promise<void> {
  const { signal, log } = around
  const connection = await connect(mailbox, around)
  const here: Stay = { connection, mailbox, intake, around, refused: false }
  await mkdir(around.spool, { recursive: true, mode: 0o700 })
  const folder = await mkdtemp(join(around.spool, 'fetch-'))
  try {
    const { after, ignoreBefore } = await intake.begin(connection.folder)
    report(here, null)
    log.info({ ...connection.folder, after }, 'mailbox connected')
    const plan = { ...BATCH, folder, ignoreBefore }
    let cursor = after
    do {
      const there = await connection.uidsAbove(cursor)
      intake.found?.(countAbove(there, cursor))
      const uids = uidsAbove(there, cursor)
      for await (const batch of oneAhead(fetchBatches(connection, uids, plan, suspects))) {
        await intake.take(batch)
        taken()
        cursor = batch.at(-1)?.uid ?? cursor
        await dropFiles(batch)
        if (signal.aborted) return
        await acknowledge(here)
      }
      await intake.caughtUp()
      if (stay) await rest(here)
    } while (stay && !signal.aborted)
    await acknowledge(here)
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
async function rest(here: Stay): Promise<void> {
  const { connection, mailbox, intake, around } = here
  const end = around.now() + ('every' in mailbox.poll ? mailbox.poll.every : SELDOM)
  let happened: 'mail' | 'woken' | 'decided'
  do {
    const over = new AbortController()
    // Asked first: what is decided while the server is being told must not be missed.
    const decided = intake.decided(over.signal)
    const woken = around.wake?.(over.signal)
    try {
      await acknowledge(here)
      happened = await firstOf(around.signal, {
        mail: (signal) => connection.waitForMail(signal, end - around.now()),
        ...(woken && { woken: () => woken }),
        // A server that refuses to be told would be asked without end.
        ...(!here.refused && { decided: () => decided }),
      })
    } finally {
      over.abort()
    }
  } while (happened === 'decided')
}

/**
 * Tells the server what was decided. Its refusal is reported and must not keep new mail waiting.
 */
async function acknowledge(here: Stay): Promise<void> {
  const { connection, mailbox, intake, around } = here
  while (!around.signal.aborted) {
    const uids = await intake.toAcknowledge(AT_ONCE)
    if (uids.length === 0) return
    try {
      await connection.acknowledge(uids, mailbox.done)
    } catch (error) {
      if (codeOf(error) !== 'imap-refused') throw error
      around.log.warn({ uids: uids.length }, sentence(error))
      here.refused = true
      return report(here, sentence(error))
    }
    await intake.acknowledged(uids)
    if (here.refused) report(here, null)
    here.refused = false
    if (uids.length < AT_ONCE) return
  }
}

function report({ intake, around }: Stay, error: string | null): void {
  intake.state({ connected: true, since: new Date(around.now()).toISOString(), error })
}
