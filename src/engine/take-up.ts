import { listReceived } from '../store/ledger.ts'
import { listMailboxes, type MailboxState } from '../store/mailboxes.ts'
import { mayTry, notTried, together } from './attempts.ts'
import type { Desk } from './desk.ts'
import type { Holder } from './holder.ts'
import { dropFiles, readable } from './kept-mail.ts'
import type { Line } from './line.ts'
import type { ParsePool } from './parse-pool.ts'

const BATCH = 50

/**
 * Read before the first attempt is noted: loading the parser takes longer than most mails, and a
 * kill from outside in that time must not be held against the mail that waits.
 */
const NOTHING = { bytes: new Uint8Array() }

/** With what mails are taken up. */
export interface Means {
  line: Line
  pool: ParsePool
  /** The folder for big mails. */
  spool: string
  /** At its abort the rest stays for the next start. */
  signal: AbortSignal
}

/**
 * Takes up the mails that wait in the store and stand in no line: released and replayed ones, those
 * of a pipe, those of a re-read that was allowed. `careful`, at the start of a process: they may be
 * what killed the one before, so the attempt is noted first.
 */
export async function takeUp(
  desk: Desk,
  holder: Holder,
  { line, pool, spool, signal }: Means,
  { careful }: { careful: boolean },
): Promise<number> {
  let taken = 0
  let after = 0
  while (!signal.aborted) {
    // A hundred thousand may wait for a person: they are not looked at one by one.
    const except = (await listMailboxes(desk.store.read)).filter(isWaiting).map(({ id }) => id)
    const page = await listReceived(desk.store.read, after, BATCH, { except })
    after = page.at(-1)?.id ?? after
    // Read after the mails: a mailbox may be new, or begin to be read again, while others are decided.
    const mailboxes = new Map((await listMailboxes(desk.store.read)).map((m) => [m.id, m]))
    const rows = page.filter((row) => !isWaiting(mailboxes.get(row.mailboxId)) && !line.has(row.id))
    for (const group of careful ? together(rows) : [rows]) {
      if (group.length === 0 || signal.aborted) continue
      const kept = await readable(desk, holder, group, mailboxes, spool)
      if (kept.length === 0) continue
      try {
        if (careful) {
          if (taken === 0) await pool.parse([NOTHING])
          if (!(await mayTry(desk, holder, group, signal))) continue
        }
        await line.accept(kept).settled
        taken += kept.length
        if (careful && signal.aborted) await notTried(holder, group)
      } finally {
        await dropFiles(kept)
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
