import { createWriteStream } from 'node:fs'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { Failure, isTemporary, sentence } from '../errors.ts'
import type { Store } from '../store/database.ts'
import { asStoreFailure, isStoresOwn } from '../store/faults.ts'
import { IMPORT } from '../store/imported.ts'
import type { LedgerRow } from '../store/ledger.ts'
import type { MailboxState } from '../store/mailboxes.ts'
import type { RawBody } from '../store/raw.ts'
import type { Desk } from './desk.ts'
import type { Holder } from './holder.ts'
import { askedFor } from './instruction.ts'
import { setAside, type Waiting } from './receive.ts'

/** A mail above this is read from a file: 1 MB. */
const BIG = 1 << 20

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
 * temporary Failure where the disk takes no file, Failure `raw-lost`.
 */
export async function bodyAgain(
  store: Store,
  row: Pick<LedgerRow, 'rawId' | 'size'>,
  spool: string,
): Promise<RawBody> {
  if (row.rawId === null) return { bytes: Buffer.alloc(0) }
  if (row.size <= BIG) return { bytes: store.raw.bytes(row.rawId) ?? lost() }
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

/** Read as an empty mail, it would be decided as one. */
function lost(): never {
  throw new Failure('raw-lost', 'its bytes are not in the store of raw mail')
}

/** Removes the files that big ones were read from. */
export async function dropFiles(kept: readonly Pick<Waiting, 'body'>[]): Promise<void> {
  for (const { body } of kept) {
    if ('file' in body) await rm(path.dirname(body.file), { recursive: true, force: true })
  }
}
