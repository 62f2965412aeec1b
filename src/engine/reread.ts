import type { Mailbox } from '../config/schema.ts'
import { Failure, isTemporary } from '../errors.ts'
import type { Mail } from '../message/mail.ts'
import { isStoresOwn } from '../store/faults.ts'
import { type LedgerRow, listReceived } from '../store/ledger.ts'
import { type MailboxState, updateMailbox } from '../store/mailboxes.ts'
import { mayTry, notTried, together } from './attempts.ts'
import { gatherSigners } from './authenticate.ts'
import { type Desk, instant } from './desk.ts'
import type { Holder } from './holder.ts'
import { judgeMail } from './judge-mail.ts'
import { dropFiles, readable } from './kept-mail.ts'
import type { ParsePool } from './parse-pool.ts'
import type { Waiting } from './receive.ts'
import { tellApart } from './tell-apart.ts'

const PAGE = 50

/** The mailbox whose folder was read again, and what its mails are read with. */
export interface Reread {
  mailbox: Mailbox
  state: MailboxState
  pool: ParsePool
  spool: string
  /** At its abort nothing is judged, and all of it again at the next start. */
  signal: AbortSignal
}

/**
 * A folder was read again because its UIDs had lost their meaning. What is known is a duplicate;
 * what would open tickets is counted before any is opened. Above `alarmAbove` nothing of the
 * mailbox is decided until a person says so.
 */
export async function judgeReread(desk: Desk, holder: Holder, reread: Reread): Promise<void> {
  const { mailbox, state } = reread
  const count = await countOpened(desk, holder, reread)
  if (reread.signal.aborted) return
  const halted =
    count > mailbox.alarmAbove
      ? `reading the folder again would open more than ${mailbox.alarmAbove} tickets`
      : null
  await holder.transact(async (writer) => {
    await updateMailbox(writer, state.id, {
      halted,
      rereadSince: halted ? state.rereadSince : null,
    })
    if (halted) {
      await tellApart(desk, writer, {
        happening: 'mailbox-halted',
        mailbox: mailbox.name,
        more: { halted: { mailbox: mailbox.name, because: halted } },
      })
    }
  })
  if (halted) {
    desk.log.error(
      { mailbox: mailbox.name },
      `${halted}; \`ticketd mailbox continue ${mailbox.name}\``,
    )
  } else {
    desk.log.info(
      { mailbox: mailbox.name, opens: count, at: instant(desk.now()) },
      're-read judged',
    )
  }
}

/** How many of the mails that wait would open a ticket; stops counting above the alarm. */
async function countOpened(desk: Desk, holder: Holder, reread: Reread): Promise<number> {
  const { mailbox, state, signal } = reread
  let opened = 0
  let after = 0
  while (!signal.aborted) {
    const rows = await listReceived(desk.store.read, after, PAGE, { of: state.id })
    for (const group of together(rows)) opened += await countAmong(desk, holder, reread, group)
    if (opened > mailbox.alarmAbove || rows.length < PAGE) break
    after = rows.at(-1)?.id ?? after
  }
  return opened
}

/** The same of some mails, with an attempt noted of each while they are in hand. */
async function countAmong(
  desk: Desk,
  holder: Holder,
  { mailbox, state, pool, spool, signal }: Reread,
  rows: LedgerRow[],
): Promise<number> {
  const kept = await readable(desk, holder, rows, new Map([[state.id, state]]), spool)
  try {
    if (kept.length === 0 || signal.aborted) return 0
    if (!(await mayTry(desk, holder, rows, signal))) return 0
    try {
      const readings = await pool.parse(kept.map(({ body }) => body))
      let opened = 0
      for (const [i, one] of kept.entries()) {
        if (await opensTicket(desk, mailbox, one, readings[i])) opened++
      }
      return opened
    } finally {
      await notTried(holder, rows)
    }
  } finally {
    await dropFiles(kept)
  }
}

/** A mail with a fault opens none: it is set aside when it is decided. */
async function opensTicket(
  desk: Desk,
  { name }: Mailbox,
  { ledgerId, body }: Waiting,
  mail: Mail | Failure | undefined,
): Promise<boolean> {
  if (!mail || mail instanceof Failure) return false
  try {
    const signers = await gatherSigners(desk, name, mail, body)
    const from = mail.from?.address ?? ''
    const letter = { ledgerId, mailbox: name, mail, from, release: null, signers }
    const { decision } = await judgeMail(desk, desk.store.read, letter)
    return decision.outcome === 'opened'
  } catch (error) {
    if (isTemporary(error) || isStoresOwn(error)) throw error
    return false
  }
}
