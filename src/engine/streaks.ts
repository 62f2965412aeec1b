import type { Config } from '../config/schema.ts'
import { isEverything, NO_STREAK, type Streak } from '../decision/streak.ts'
import type { Reader, Writer } from '../store/database.ts'
import { findMail } from '../store/ledger.ts'
import { getMeta, setMeta } from '../store/meta.ts'
import { type Desk, instant } from './desk.ts'
import { putBackFor } from './put-back.ts'
import type { Told } from './tell.ts'
import { tellApart } from './tell-apart.ts'

const keyOf = (mailbox: string) => `authentication/${mailbox}`

/** How many mails of a mailbox in a row were not believed; none where nothing is checked. */
export async function gatherStreak(
  reader: Reader,
  { desk, mailboxes }: Config,
  mailbox: string,
): Promise<Streak> {
  const read = mailboxes.some((it) => it.name === mailbox && it.authservIds.length > 0)
  if (!read && desk.senderCheck !== 'require') return NO_STREAK
  return { ...NO_STREAK, ...(await getMeta<Streak>(reader, keyOf(mailbox))) }
}

/** The last of a streak that can be let go by themselves; more under few names are an attack. */
const MOST_HELD = 500

/**
 * Notes the streak after a mail (`held`: its number, when it waits for that), and tells the
 * administrators once when everything fails. What waited for it is decided again as soon as the
 * mail host proves senders again.
 */
export async function noteStreak(
  desk: Desk,
  writer: Writer,
  mailbox: string,
  before: Streak,
  { streak, because, held }: { streak: Streak; because: string; held: number | null },
): Promise<Told[]> {
  const alarm = isEverything(streak) && !streak.told
  if (alarm || streak.mails !== before.mails) {
    const waiting = held === null ? streak.held : [...streak.held, held].slice(-MOST_HELD)
    const after = { ...streak, told: streak.told || alarm, held: waiting }
    await setMeta(writer, keyOf(mailbox), after)
  }
  if (before.told && streak.mails === 0) await letGo(desk, writer, mailbox, before)
  if (!alarm) return []
  desk.log.error({ mailbox, mails: streak.mails }, `every sender fails: ${because}`)
  return await tellApart(desk, writer, {
    happening: 'authentication-failing',
    mailbox,
    more: { failing: { mailbox, mails: streak.mails, because } },
  })
}

/**
 * The mail host works again: what waited is judged like the mails that came while all were failing.
 */
async function letGo(
  desk: Desk,
  writer: Writer,
  mailbox: string,
  { held, ...streak }: Streak,
): Promise<void> {
  const reason = `released: the mail host of ${mailbox} proves senders again, after ${streak.mails} mails of which it proved none`
  const instruction = { replay: { by: 'ticketd', streak: { ...streak, held: [] } } }
  let count = 0
  for (const id of held) {
    const row = await findMail(writer, id)
    if (row?.state !== 'decided' || row.outcome !== 'held') continue
    await putBackFor(writer, row, instruction, reason, 'ticketd', instant(desk.now()))
    count++
  }
  desk.log.info({ mailbox, mails: count }, 'senders are proven again, what waited is decided again')
}
