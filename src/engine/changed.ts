import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Failure } from '../errors.ts'
import { asWritten } from '../message/group-writer.ts'
import type { Mail } from '../message/mail.ts'
import { type OnProgress, unseen } from '../progress.ts'
import { type ListedMail, listMails } from '../store/ledger-view.ts'
import { gatherSigners } from './authenticate.ts'
import type { Desk } from './desk.ts'
import { judgeMail } from './judge-mail.ts'
import { bodyAgain, dropFiles } from './kept-mail.ts'
import { createParsePool, type ParsePool } from './parse-pool.ts'

const PAGE = 50

/** What came of a mail, or would come of it today. */
interface Judged {
  outcome: string
  ticket: number | null
  reason: string
}

export interface Changed {
  id: number
  from: string | null
  subject: string | null
  was: Judged
  now: Judged
}

/**
 * Plays the mails that were received since an instant again, as if each arrived today, and gives
 * those that would be decided otherwise, newest first. Writes nothing. What a person has decided
 * since, and mails whose text is gone, are left alone.
 */
export async function changedSince(
  desk: Desk,
  since: string,
  onProgress: OnProgress = unseen,
): Promise<Changed[]> {
  const pool = createParsePool(desk.config.parse)
  const spool = await mkdtemp(path.join(tmpdir(), 'ticketd-explain-'))
  try {
    const changed: Changed[] = []
    let before = Number.MAX_SAFE_INTEGER
    let played = 0
    for (;;) {
      const page = await listMails(desk.store.read, { before, limit: PAGE })
      const recent = page.filter((row) => row.receivedAt >= since)
      const rows = recent.filter(isPlayable)
      for (const [i, mail] of (await readAll(desk, pool, rows, spool)).entries()) {
        const row = rows[i]
        const judged = row && mail ? await judge(desk, row, mail) : null
        if (row && judged) changed.push(judged)
      }
      played += rows.length
      onProgress(played, null)
      before = page.at(-1)?.id ?? 0
      if (page.length < PAGE || recent.length < page.length) return changed
    }
  } finally {
    await pool.close()
    await rm(spool, { recursive: true, force: true })
  }
}

function isPlayable({ state, rawId, reason }: ListedMail): boolean {
  const byPerson = /^(released|discarded) by /.test(reason ?? '')
  return state === 'decided' && rawId !== null && !byPerson
}

type Read = { mail: Mail; signers: string[] } | null

async function readAll(
  desk: Desk,
  pool: ParsePool,
  rows: ListedMail[],
  spool: string,
): Promise<Read[]> {
  if (rows.length === 0) return []
  const bodies = await Promise.all(rows.map((row) => bodyAgain(desk.store, row, spool)))
  const readings = await pool.parse(bodies)
  const all: Read[] = []
  for (const [i, body] of bodies.entries()) {
    const mail = readings[i]
    all.push(
      !mail || mail instanceof Failure
        ? null
        : { mail, signers: await gatherSigners(desk, rows[i]?.mailbox ?? '', mail, body) },
    )
  }
  await dropFiles(bodies.map((body) => ({ body })))
  return all
}

async function judge(
  desk: Desk,
  row: ListedMail,
  read: NonNullable<Read>,
): Promise<Changed | null> {
  const { config, store } = desk
  const mail = asWritten(
    read.mail,
    config.mailboxes.flatMap((mailbox) => mailbox.groups),
  )
  const letter = {
    ledgerId: row.id,
    mailbox: row.mailbox,
    mail,
    from: read.mail.from?.address ?? '',
    release: null,
    signers: read.signers,
  }
  const { decision } = await judgeMail(desk, store.read, letter)
  const was = { outcome: row.outcome ?? '', ticket: row.ticket, reason: row.reason ?? '' }
  const today = {
    outcome: decision.outcome,
    ticket: decision.ticket,
    reason: decision.reason,
  }
  return isSame(was, today)
    ? null
    : { id: row.id, from: row.fromAddress, subject: row.subject, was, now: today }
}

/**
 * Whether a ticket was open or closed then is no other judgement, and a new
 * ticket has no number yet.
 */
function isSame(was: Judged, today: Judged): boolean {
  const kind = ({ outcome }: Judged) => (outcome === 'reopened' ? 'replied' : outcome)
  const opened = was.outcome === 'opened' && today.outcome === 'opened'
  return kind(was) === kind(today) && (opened || was.ticket === today.ticket)
}
