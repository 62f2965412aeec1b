import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import type { Fetched, FetchedMail } from '../mailbox/intake.ts'
import type { Store, Writer } from '../store/database.ts'
import { type Arrival, addArrivals, settle } from '../store/ledger.ts'
import { type MailboxState, updateMailbox } from '../store/mailboxes.ts'
import type { RawBody } from '../store/raw.ts'
import type { Holder } from './holder.ts'
import type { OnStep } from './kill-points.ts'

/** A mail that is safe in the store and waits to be read and decided. */
export interface Kept {
  ledgerId: number
  rawId: number
  mailbox: string
  quiet: boolean
  /** When a mail of long ago was written: it is carried out as of then. Milliseconds since 1970. */
  writtenAt?: number
  /** The bytes while they are at hand; afterwards the raw store has them. */
  body: RawBody
}

/**
 * Commit 1: raw bytes, then the ledger rows and the cursor, before anything looks inside. From here
 * on the mails cannot be lost. Gives those that are to be decided.
 */
export async function keep(
  store: Store,
  holder: Holder,
  mailbox: MailboxState,
  batch: Fetched[],
  now: number,
  onStep: OnStep,
): Promise<Kept[]> {
  onStep('fetched')
  const at = new Date(now).toISOString()
  const mails = batch.filter((f): f is FetchedMail => f.kind === 'mail')
  const rawIds = await store.raw.append(
    mails.map((m) => m.body),
    at,
  )
  onStep('raw-committed')
  const sums = await Promise.all(mails.map((m) => sha256(m.body)))
  const kept = await holder.transact(async (writer) => {
    const arrivals = mails.map((mail, i): Arrival => {
      return {
        ...placeOf(mailbox, mail, at),
        rawId: rawIds[i] as number,
        sha256: sums[i] as string,
        quiet: mailbox.quietBefore !== null && mail.internalDate < mailbox.quietBefore,
      }
    })
    const ids = await addArrivals(writer, arrivals)
    await keepWithoutBytes(writer, mailbox, batch, at)
    const last = batch.at(-1)
    if (last) await updateMailbox(writer, mailbox.id, { lastUid: last.uid })
    return mails.flatMap((mail, i): Kept[] => {
      const ledgerId = ids[i]
      // Known already: an earlier life of the process got as far as this.
      if (ledgerId === null || ledgerId === undefined) return []
      return [
        {
          ledgerId,
          rawId: rawIds[i] as number,
          mailbox: mailbox.name,
          quiet: arrivals[i]?.quiet ?? false,
          body: mail.body,
        },
      ]
    })
  })
  onStep('ledger-committed')
  return kept
}

/**
 * Rows of mails that have no bytes: before the start, or not to be fetched. They
 * are settled at once.
 */
async function keepWithoutBytes(
  writer: Writer,
  mailbox: MailboxState,
  batch: Fetched[],
  at: string,
): Promise<void> {
  for (const fetched of batch) {
    if (fetched.kind === 'mail' || fetched.kind === 'gone') continue
    const [id] = await addArrivals(writer, [placeOf(mailbox, fetched, at)])
    if (id === null || id === undefined) continue
    const before = fetched.kind === 'before-start'
    const outcome = before ? 'ignored' : 'quarantined'
    const reason = before ? 'before the start' : `unfetchable: ${fetched.because}`
    const settlement = { outcome, reason, ticket: null, duplicateOf: null, actor: 'ticketd', at }
    await settle(
      writer,
      id,
      before
        ? {
            fingerprint: null,
            messageId: fetched.messageId,
            fromAddress: fetched.from,
            subject: fetched.subject ?? '',
            date: null,
          }
        : null,
      { ...settlement, detail: null },
    )
  }
}

function placeOf(mailbox: MailboxState, fetched: Fetched, at: string): Arrival {
  const known = 'internalDate' in fetched ? fetched : { internalDate: null, size: 0 }
  return {
    mailboxId: mailbox.id,
    uidValidity: mailbox.uidValidity,
    uid: fetched.uid,
    rawId: null,
    size: known.size,
    sha256: null,
    internalDate: known.internalDate,
    receivedAt: at,
    quiet: false,
    reread: mailbox.rereadSince !== null,
    // Mail from before the start stays as it lies on the server.
    acknowledged: fetched.kind !== 'mail',
  }
}

async function sha256(body: RawBody): Promise<string> {
  const hash = createHash('sha256')
  if ('bytes' in body) return hash.update(body.bytes).digest('hex')
  await pipeline(createReadStream(body.file), hash)
  return hash.digest('hex')
}
