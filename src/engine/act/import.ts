import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { Failure } from '../../errors.ts'
import type { Archive, OldMail } from '../../mailbox/archive.ts'
import type { Writer } from '../../store/database.ts'
import { countImported, IMPORT, keysKnown } from '../../store/imported.ts'
import { addArrivals } from '../../store/ledger.ts'
import {
  addMailbox,
  findMailbox,
  type MailboxPlace,
  type MailboxState,
  updateMailbox,
} from '../../store/mailboxes.ts'
import { countWaiting } from '../../store/status.ts'
import { type Desk, instant } from '../desk.ts'
import { holderOf } from '../holder.ts'
import { type OnStep, unwatched } from '../kill-points.ts'
import { liveOnes } from './import-live.ts'

/** Mails of one transaction, and how many bytes of them are held at once. */
const BATCH = { count: 50, bytes: 8 << 20 }
/** The daemon decides what comes in beside it: no more than so many old mails wait at a time. */
const AHEAD = 200
const PATIENCE = 100

/** How far an import has come. */
export interface Progress {
  /** Mails that are old enough and to be taken. */
  all: number
  /** Mails that are not, and stay where they are. */
  younger: number
  /** Old ones that the daemon takes itself. */
  live: number
  /** Those that are in the ledger, also from an earlier run. */
  taken: number
  /** Those that were gone when they were to be read. */
  gone: number
}

export interface ImportOptions {
  /** Name of the mailbox that the mails once came to. */
  mailbox: string
  /** UTC, ISO 8601. */
  before: string
  signal: AbortSignal
  onStep?: OnStep
}

/** The end of an import, or of this run of it. */
export interface Imported extends Progress {
  stopped: boolean
  /** What became of all so far; null: not yet decided. */
  outcomes: { outcome: string | null; count: number }[]
}

/** Throws Failure `future-day` for an instant that has not come: mail of today would be old mail. */
export function refuseFuture(before: string, now: number): void {
  if (before <= instant(now)) return
  throw new Failure('future-day', `${before.slice(0, 10)} (UTC) has not come yet.`, {
    advice:
      'Name in --before the day on which the daemon began to read the mailbox: nobody is told of mail that is imported.',
  })
}

/**
 * Takes the mails before an instant into the ledger, oldest first, to be decided like any other and
 * without telling anybody. What an earlier run has taken is left out, and what the daemon takes
 * itself. Ends early, whole, when the signal aborts. Gives what became of all of them so far. Throws
 * Failure `future-day`, `no-mailbox`.
 */
export async function importMail(
  desk: Desk,
  archive: Archive,
  options: ImportOptions,
  onProgress: (progress: Progress) => void,
): Promise<Imported> {
  refuseFuture(options.before, desk.now())
  const isLive = await liveOnes(desk, options.mailbox, archive)
  const place = { source: IMPORT, folder: archive.place, name: options.mailbox }
  const mailbox = await desk.store.transact((writer) => begun(desk, writer, place))
  const before = archive.mails.filter(({ date }) => date < options.before)
  const old = before.filter((mail) => !isLive(mail))
  const younger = archive.mails.length - before.length
  const live = before.length - old.length
  const progress = { all: old.length, younger, live, taken: 0, gone: 0 }
  for (const batch of batches(old)) {
    if (options.signal.aborted) break
    const { read } = desk.store
    const keys = batch.map(({ key }) => key)
    const known = await keysKnown(read, mailbox.id, archive.uidValidity, keys)
    const missing = batch.filter(({ key }) => !known.has(key))
    const taking = { desk, into: mailbox, archive, ...options }
    const taken = missing.length > 0 ? await takeUnlessStopped(taking, missing) : 0
    if (taken === null) break
    progress.taken += known.size + taken
    progress.gone += missing.length - taken
    onProgress(progress)
    await room(desk, options.signal)
  }
  const stopped = progress.taken + progress.gone < progress.all
  return { ...progress, stopped, outcomes: await countImported(desk.store.read, mailbox.id) }
}

/** What of an earlier run is not decided yet goes to the mailbox that is named now, too. */
async function begun(desk: Desk, writer: Writer, place: MailboxPlace): Promise<MailboxState> {
  const known = await findMailbox(writer, place)
  if (!known) return await addMailbox(writer, place, { firstSeenAt: instant(desk.now()) })
  await updateMailbox(writer, known.id, { name: place.name })
  return known
}

function* batches(mails: readonly OldMail[]): Generator<OldMail[]> {
  let batch: OldMail[] = []
  let bytes = 0
  for (const mail of mails) {
    if (batch.length >= BATCH.count || (batch.length > 0 && bytes + mail.size > BATCH.bytes)) {
      yield batch
      batch = []
      bytes = 0
    }
    batch.push(mail)
    bytes += mail.size
  }
  if (batch.length > 0) yield batch
}

interface Taking extends ImportOptions {
  desk: Desk
  into: MailboxState
  archive: Archive
}

/** How many were taken; null: the abort came first, and nothing of them was. */
async function takeUnlessStopped(taking: Taking, mails: OldMail[]): Promise<number | null> {
  try {
    return await take(taking, mails)
  } catch (error) {
    if (taking.signal.aborted) return null
    throw error
  }
}

async function take(
  { desk, into, archive, onStep = unwatched }: Taking,
  mails: OldMail[],
): Promise<number> {
  const at = instant(desk.now())
  const read = await archive.read(mails)
  const there = mails.flatMap((mail, i) => {
    const bytes = read[i]
    return bytes ? [{ ...mail, bytes }] : []
  })
  const rawIds = await desk.store.raw.append(there, at)
  onStep('raw-committed')
  const arrivals = there.map(({ key, date, bytes }, i) => ({
    mailboxId: into.id,
    uidValidity: archive.uidValidity,
    uid: key,
    rawId: rawIds[i] as number,
    size: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    internalDate: date,
    receivedAt: at,
    quiet: true,
    reread: false,
    acknowledged: true,
  }))
  await desk.store.transact((writer) => addArrivals(writer, arrivals))
  onStep('ledger-committed')
  return there.length
}

/**
 * Waits while a running engine has enough to decide; without one everything may wait in the store.
 */
async function room(desk: Desk, signal: AbortSignal): Promise<void> {
  while (!signal.aborted && (await countWaiting(desk.store.read)) > AHEAD) {
    if ((await holderOf(desk.store, desk.now())) === null) return
    await sleep(PATIENCE)
  }
}
