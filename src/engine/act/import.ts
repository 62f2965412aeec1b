import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Archive, OldMail } from '../../mailbox/archive.ts'
import { dateOf } from '../../mailbox/archive.ts'
import { countImported, IMPORT, keysKnown } from '../../store/imported.ts'
import { addArrivals } from '../../store/ledger.ts'
import { addMailbox, findMailbox, type MailboxState } from '../../store/mailboxes.ts'
import { countWaiting } from '../../store/status.ts'
import { type Desk, instant } from '../desk.ts'
import { holderOf } from '../holder.ts'

/** Mails of one transaction, and how many bytes of them are held at once. */
const BATCH = { count: 50, bytes: 8 << 20 }
/** The daemon decides what comes in beside it: no more than so many old mails wait at a time. */
const AHEAD = 200
const PATIENCE = 100

/** How far an import has come. */
export interface Progress {
  /** Mails that are old enough. */
  all: number
  /** Those that are in the ledger, also from an earlier run. */
  taken: number
}

/**
 * Takes the mails before an instant into the ledger, oldest first, to be decided like any other and
 * without telling anybody. What an earlier run has taken is left out. Ends early, whole, when the signal
 * aborts. Gives what became of all of them so far.
 */
export async function importMail(
  desk: Desk,
  archive: Archive,
  options: { mailbox: string; before: string; signal: AbortSignal },
  onProgress: (progress: Progress) => void,
): Promise<Progress & { outcomes: { outcome: string | null; count: number }[] }> {
  const place = { source: IMPORT, folder: archive.place, name: options.mailbox }
  const mailbox = await desk.store.transact(
    async (writer) =>
      (await findMailbox(writer, place)) ??
      (await addMailbox(writer, place, { firstSeenAt: instant(desk.now()) })),
  )
  const old = archive.mails.filter(({ date }) => date < options.before)
  const progress = { all: old.length, taken: 0 }
  for (const batch of batches(old)) {
    if (options.signal.aborted) break
    const { read } = desk.store
    const keys = batch.map(({ key }) => key)
    const known = await keysKnown(read, mailbox.id, archive.uidValidity, keys)
    const missing = batch.filter(({ key }) => !known.has(key))
    if (missing.length > 0) await take(desk, mailbox, archive, missing, options.before)
    progress.taken += batch.length
    onProgress(progress)
    await room(desk, options.signal)
  }
  return { ...progress, outcomes: await countImported(desk.store.read, mailbox.id) }
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

async function take(
  desk: Desk,
  mailbox: MailboxState,
  { uidValidity, read }: Archive,
  mails: OldMail[],
  before: string,
): Promise<void> {
  const at = instant(desk.now())
  const bodies = await read(mails)
  const rawIds = await desk.store.raw.append(
    bodies.map((bytes) => ({ bytes })),
    at,
  )
  const arrivals = mails.map(({ key, date }, i) => {
    const bytes = bodies[i] as Buffer
    const written = dateOf(bytes) ?? date
    return {
      mailboxId: mailbox.id,
      uidValidity,
      uid: key,
      rawId: rawIds[i] as number,
      size: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      // A wrong clock of its writer puts no mail into the future.
      internalDate: written < before ? written : date,
      receivedAt: at,
      quiet: true,
      reread: false,
      acknowledged: true,
    }
  })
  await desk.store.transact((writer) => addArrivals(writer, arrivals))
}

/** Waits while a running engine has enough to decide; without one everything may wait in the store. */
async function room(desk: Desk, signal: AbortSignal): Promise<void> {
  while (!signal.aborted && (await countWaiting(desk.store.read)) > AHEAD) {
    if ((await holderOf(desk.store, desk.now())) === null) return
    await sleep(PATIENCE)
  }
}
