import type { Mailbox } from '../config/schema.ts'
import { type Archive, byDate, type OldMail } from './archive.ts'
import { type Around, connect } from './connect.ts'
import { uidsAbove } from './uid-set.ts'

/** Sizes and dates are asked for so many UIDs at once. */
const WINDOW = 500

/** A folder of the mailbox's own login. Nothing in it is marked or moved. */
export async function openFolder(
  mailbox: Mailbox,
  folder: string,
  around: Around,
): Promise<Archive> {
  const connection = await connect({ ...mailbox, folder }, around)
  const uids = [...uidsAbove(await connection.uidsAbove(0), 0)]
  const mails: OldMail[] = []
  for (let i = 0; i < uids.length; i += WINDOW) {
    const window = uids.slice(i, i + WINDOW)
    const envelopes = await connection.envelopes(window)
    for (const { uid, internalDate, size } of await connection.list(window)) {
      const date = earlier(envelopes.get(uid)?.date, internalDate)
      mails.push({ key: uid, date, arrived: internalDate, size })
    }
  }
  return {
    place: `${mailbox.imap.user}@${mailbox.imap.host}/${folder}`,
    folder,
    uidValidity: connection.folder.uidValidity,
    mails: mails.sort(byDate),
    async read(wanted) {
      const found = await connection.read(wanted.map(({ key }) => key))
      return wanted.map(({ key }) => found.get(key) ?? null)
    },
    close: () => connection.close(),
  }
}

/** Who copies mail between folders may make all of it new: what its writer said counts then. */
function earlier(written: string | null | undefined, arrived: string): string {
  return written && written < arrived ? written : arrived
}
