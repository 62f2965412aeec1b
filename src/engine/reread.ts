import { rm } from 'node:fs/promises'
import path from 'node:path'
import type { Mailbox } from '../config/schema.ts'
import { Failure } from '../errors.ts'
import { listReceived } from '../store/ledger.ts'
import { type MailboxState, updateMailbox } from '../store/mailboxes.ts'
import type { RawBody } from '../store/raw.ts'
import { gatherSigners } from './authenticate.ts'
import { type Desk, instant } from './desk.ts'
import type { Holder } from './holder.ts'
import { judgeMail } from './judge-mail.ts'
import type { ParsePool } from './parse-pool.ts'
import { bodyAgain } from './take-up.ts'
import { tellApart } from './tell-apart.ts'

const PAGE = 50

/**
 * A folder was read again because its UIDs had lost their meaning. What is known is a duplicate;
 * what would open tickets is counted before any is opened. Above `alarmAbove` nothing of the
 * mailbox is decided until a person says so.
 */
export async function judgeReread(
  desk: Desk,
  holder: Holder,
  pool: ParsePool,
  mailbox: Mailbox,
  state: MailboxState,
  spool: string,
): Promise<void> {
  const count = await countOpened(desk, pool, mailbox, state, spool)
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
async function countOpened(
  desk: Desk,
  pool: ParsePool,
  mailbox: Mailbox,
  state: MailboxState,
  spool: string,
): Promise<number> {
  const { store } = desk
  let opened = 0
  let after = 0
  for (;;) {
    const page = await listReceived(store.read, after, PAGE)
    const rows = page.filter((row) => row.mailboxId === state.id)
    const bodies = await Promise.all(rows.map((row) => bodyAgain(store, row, spool)))
    const readings = await pool.parse(bodies)
    for (const [i, row] of rows.entries()) {
      const mail = readings[i]
      if (!mail || mail instanceof Failure) continue
      const signers = await gatherSigners(desk, mailbox.name, mail, bodies[i] as RawBody)
      const from = mail.from?.address ?? ''
      const letter = { ledgerId: row.id, mailbox: mailbox.name, mail, from, release: null, signers }
      const { decision } = await judgeMail(desk, store.read, letter)
      if (decision.outcome === 'opened') opened++
    }
    for (const body of bodies) {
      if ('file' in body) await rm(path.dirname(body.file), { recursive: true, force: true })
    }
    if (opened > mailbox.alarmAbove || page.length < PAGE) return opened
    after = page.at(-1)?.id ?? after
  }
}
