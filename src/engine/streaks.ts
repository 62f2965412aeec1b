import type { Config } from '../config/schema.ts'
import { isEverything, NO_STREAK, type Streak } from '../decision/streak.ts'
import type { Reader, Writer } from '../store/database.ts'
import { getMeta, setMeta } from '../store/meta.ts'
import type { Desk } from './desk.ts'
import { type Told, tell } from './tell.ts'

const keyOf = (mailbox: string) => `authentication/${mailbox}`

/** How many mails of a mailbox in a row were not believed; none where nothing is checked. */
export async function gatherStreak(
  reader: Reader,
  { desk, mailboxes }: Config,
  mailbox: string,
): Promise<Streak> {
  const read = mailboxes.some((it) => it.name === mailbox && it.authservIds.length > 0)
  if (!read && desk.senderCheck !== 'require') return NO_STREAK
  return (await getMeta<Streak>(reader, keyOf(mailbox))) ?? NO_STREAK
}

/** Notes the streak after a mail, and tells the administrators once when everything fails. */
export async function noteStreak(
  desk: Desk,
  writer: Writer,
  mailbox: string,
  before: Streak,
  after: Streak,
  because: string,
): Promise<Told[]> {
  const alarm = isEverything(after) && !after.told
  if (alarm || after.mails !== before.mails) {
    await setMeta(writer, keyOf(mailbox), { ...after, told: after.told || alarm })
  }
  if (!alarm) return []
  desk.log.error({ mailbox, mails: after.mails }, `every sender fails: ${because}`)
  return await tell(desk, writer, {
    happening: 'authentication-failing',
    silence: null,
    ticket: null,
    circle: null,
    writer: null,
    known: false,
    mailbox,
    mail: null,
    entry: null,
    more: { failing: { mailbox, mails: after.mails, because } },
  })
}
