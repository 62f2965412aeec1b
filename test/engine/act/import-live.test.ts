import { afterEach, expect, test } from '@jest/globals'
import { liveOnes } from '../../../src/engine/act/import-live.ts'
import { placeOf } from '../../../src/engine/intake.ts'
import { addMailbox, type MailboxState } from '../../../src/store/mailboxes.ts'
import { type DeskSite, openDesk } from '../desk-site.ts'

let site: DeskSite
afterEach(() => site.close())

const FIRST = '2026-11-20T12:00:00.000Z'
/** Lay there, arrived in the second of the first sight, and after it; all were written in 2020. */
const MAILS = [
  { key: 1, arrived: '2026-11-19T12:00:00.000Z' },
  { key: 2, arrived: FIRST },
  { key: 3, arrived: FIRST },
  { key: 4, arrived: '2026-11-21T12:00:00.000Z' },
].map((mail) => ({ ...mail, date: '2020-01-01T00:00:00.000Z', size: 1 }))

async function live(
  folder: string | null,
  seen: Partial<MailboxState> | null,
  start = 'now',
): Promise<number[]> {
  const other = { name: 'sales', address: 'sales@acme.test', folder: 'Sales', start }
  site = await openDesk({ config: { mailboxes: [{ start }, other] } })
  const [mailbox] = site.desk.config.mailboxes
  if (!mailbox) throw new Error('The desk has a mailbox.')
  if (seen) {
    await site.desk.store.transact((writer) =>
      addMailbox(writer, placeOf(mailbox), { firstSeenAt: FIRST, uidValidity: 7, ...seen }),
    )
  }
  const isLive = await liveOnes(site.desk, 'support', { folder, uidValidity: 7 })
  return MAILS.filter(isLive).map(({ key }) => key)
}

const NOW = { ignoreBefore: FIRST, startUid: 3 }

test.each<[string, string | null, Partial<MailboxState> | null, string, number[]]>([
  ['what came since the first sight', 'INBOX', NOW, 'now', [3, 4]],
  ['the same in other letters', 'Inbox', NOW, 'now', [3, 4]],
  ['the folder was counted anew', 'INBOX', { ...NOW, uidValidity: 8 }, 'now', [2, 3, 4]],
  ['read from its beginning', 'INBOX', { ignoreBefore: null }, 'all', [1, 2, 3, 4]],
  ['not yet looked at: what lies there will not count', 'INBOX', null, 'now', []],
  ['not yet looked at, and all will count', 'INBOX', null, 'all', [1, 2, 3, 4]],
  ['not yet looked at, to be read from a day on', 'INBOX', null, '2026-11-21', [4]],
  ['a folder that nobody watches', 'Archive', NOW, 'now', []],
  ['the folder of another login', 'Sales', NOW, 'now', []],
  ['files', null, NOW, 'all', []],
])('what the daemon takes itself: %s', async (_title, folder, seen, start, expected) => {
  expect(await live(folder, seen, start)).toEqual(expected)
})
