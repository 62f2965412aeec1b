import { createWriteStream } from 'node:fs'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { Failure, isTemporary, sentence } from '../errors.ts'
import type { Store, Writer } from '../store/database.ts'
import { asStoreFailure, isStoresOwn } from '../store/faults.ts'
import { IMPORT } from '../store/imported.ts'
import { type LedgerRow, listReceived, noteAttempt, settle } from '../store/ledger.ts'
import { listMailboxes, type MailboxState } from '../store/mailboxes.ts'
import type { RawBody } from '../store/raw.ts'
import { type Desk, instant } from './desk.ts'
import type { Holder } from './holder.ts'
import { askedFor } from './instruction.ts'
import type { Line } from './line.ts'
import type { ParsePool } from './parse-pool.ts'
import { setAside, type Waiting } from './receive.ts'

const BATCH = 50
/** A mail above this is read from a file: 1 MB. */
const BIG = 1 << 20
/** A mail that was alone in the process so often when it died is set aside. */
const MOST_ATTEMPTS = 3
/**
 * Before the last of them the process has to live so long without the mail, in milliseconds: where
 * something else ends it again and again, the mail that happens to wait is not to blame.
 */
const PROOF_OF_LIFE = 5_000

/**
 * Read before the first attempt is noted: loading the parser takes longer than most mails, and a
 * kill from outside in that time must not be held against the mail that waits.
 */
const NOTHING = { bytes: new Uint8Array() }

/**
 * Takes up the mails that wait in the store and stand in no line: released and replayed ones, those
 * of a pipe, those of a re-read that was allowed. `careful`, at the start of a process: they may be
 * what killed the one before, so the attempt is noted first.
 */
export async function takeUp(
  desk: Desk,
  holder: Holder,
  line: Line,
  pool: ParsePool,
  spool: string,
  options: { careful: boolean; signal: AbortSignal },
): Promise<number> {
  let taken = 0
  let after = 0
  while (!options.signal.aborted) {
    // A hundred thousand may wait for a person: they are not looked at one by one.
    const except = (await listMailboxes(desk.store.read)).filter(isWaiting).map(({ id }) => id)
    const page = await listReceived(desk.store.read, after, BATCH, { except })
    after = page.at(-1)?.id ?? after
    // Read after the mails: a mailbox may be new, or begin to be read again, while others are decided.
    const mailboxes = new Map((await listMailboxes(desk.store.read)).map((m) => [m.id, m]))
    const rows = page.filter((row) => !isWaiting(mailboxes.get(row.mailboxId)) && !line.has(row.id))
    for (const group of options.careful ? together(rows) : [rows]) {
      if (group.length === 0 || options.signal.aborted) continue
      const kept = await readable(desk, holder, group, mailboxes, spool)
      if (kept.length === 0) continue
      if (options.careful) {
        if (taken === 0) await pool.parse([NOTHING])
        if (!(await mayTry(desk, holder, group, options.signal))) continue
      }
      await line.accept(kept).settled
      taken += kept.length
      if (options.careful && options.signal.aborted) await notTried(holder, group)
      for (const { body } of kept) {
        if ('file' in body) await rm(path.dirname(body.file), { recursive: true, force: true })
      }
    }
    if (page.length < BATCH) break
  }
  return taken
}

/** Nothing of these mailboxes is decided: a person was asked, or the re-read is not over. */
function isWaiting(mailbox: MailboxState | undefined): boolean {
  return mailbox !== undefined && (mailbox.halted !== null || mailbox.rereadSince !== null)
}

/** Mails that are tried at once: where a process has died of one of them, each goes alone. */
export function together(rows: LedgerRow[]): LedgerRow[][] {
  return rows.some((row) => row.attempts > 0) ? rows.map((row) => [row]) : [rows]
}

/**
 * Notes the attempt of mails that are tried together, then says whether to make it; after enough of
 * them one that is alone is set aside instead.
 */
export async function mayTry(
  desk: Desk,
  holder: Holder,
  rows: LedgerRow[],
  signal: AbortSignal,
): Promise<boolean> {
  const alone = rows.length === 1 ? rows[0] : undefined
  if (alone?.attempts === MOST_ATTEMPTS - 1) {
    await sleep(PROOF_OF_LIFE, undefined, { signal }).catch(() => undefined)
    if (signal.aborted) return false
  }
  return await holder.transact(async (writer) => {
    if (alone && alone.attempts >= MOST_ATTEMPTS) {
      await blame(desk, writer, alone)
      return false
    }
    for (const { id } of rows) await noteAttempt(writer, id, 1)
    return true
  })
}

async function blame({ log, now }: Desk, writer: Writer, row: LedgerRow): Promise<void> {
  await settle(writer, row.id, null, {
    outcome: 'quarantined',
    reason: `the process died ${row.attempts} times while it had this mail in hand`,
    ticket: null,
    duplicateOf: null,
    actor: 'ticketd',
    detail: null,
    at: instant(now()),
  })
  log.warn({ mail: row.id }, 'mail quarantined: the process died of it again and again')
}

/** They are not in hand any more, and the process has not died of them. */
export async function notTried(holder: Holder, rows: LedgerRow[]): Promise<void> {
  await holder.transact(async (writer) => {
    for (const { id } of rows) await noteAttempt(writer, id, -1)
  })
}

/** The mails of these rows; one whose bytes are damaged is set aside. */
export async function readable(
  desk: Desk,
  holder: Holder,
  rows: LedgerRow[],
  mailboxes: ReadonlyMap<number, MailboxState>,
  spool: string,
): Promise<Waiting[]> {
  const kept: Waiting[] = []
  for (const row of rows) {
    const stored = mailboxes.get(row.mailboxId)
    const mailbox = stored?.name ?? ''
    try {
      const again = await keptAgain(desk.store, row, mailbox, spool)
      const past = stored?.source === IMPORT && row.internalDate !== null
      kept.push(past ? { ...again, writtenAt: Date.parse(row.internalDate ?? '') } : again)
    } catch (error) {
      if (isTemporary(error) || isStoresOwn(error)) throw error
      await setAside(desk, holder, { ledgerId: row.id, mailbox }, damaged(error))
    }
  }
  return kept
}

function damaged(error: unknown): Failure {
  return new Failure('damaged', `The mail as it was kept cannot be read: ${sentence(error)}.`)
}

async function keptAgain(
  store: Store,
  row: LedgerRow,
  mailbox: string,
  spool: string,
): Promise<Waiting> {
  return {
    ledgerId: row.id,
    rawId: row.rawId ?? 0,
    mailbox,
    quiet: row.quiet === 1,
    body: await bodyAgain(store, row, spool),
    ...askedFor(row.instruction),
  }
}

/**
 * The raw mail once more: in memory, or in a file of its own folder when it is big. Throws a
 * temporary Failure where the disk takes no file.
 */
export async function bodyAgain(
  store: Store,
  row: Pick<LedgerRow, 'rawId' | 'size'>,
  spool: string,
): Promise<RawBody> {
  if (row.rawId === null) return { bytes: Buffer.alloc(0) }
  if (row.size <= BIG) return { bytes: store.raw.bytes(row.rawId) ?? Buffer.alloc(0) }
  try {
    // Whoever needed room on the disk may have removed it.
    await mkdir(spool, { recursive: true, mode: 0o700 })
    const file = path.join(await mkdtemp(path.join(spool, 'again-')), 'mail.eml')
    await pipeline(store.raw.stream(row.rawId), createWriteStream(file, { mode: 0o600 }))
    return { file }
  } catch (error) {
    throw asStoreFailure(error)
  }
}
