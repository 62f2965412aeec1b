import type { AttachmentRef } from '../notification/notice.ts'
import type { OutboxRow } from '../store/outbox.ts'
import { claim } from '../store/outbox-queue.ts'
import { type Account, isPaused } from './account.ts'
import { waitAfter } from './backoff.ts'
import type { Office } from './office.ts'
import { instant, untried } from './sending.ts'

/** So many mails for each connection may be in doubt when the process dies. */
const IN_DOUBT = 10

/**
 * Rows noted `sending`, from which all connections of an account take: one commit serves them all.
 */
export interface Noted {
  /**
   * The next one, noting more when there is none; null when nothing may leave now. Throws Failure
   * `store-…` and `lease-lost`.
   */
  next(): Promise<OutboxRow | null>
  /** How many wait for a connection. */
  size(): number
  /** What no connection has taken is as if it had not been noted. */
  putBack(): Promise<void>
}

export function createNoted(office: Office, account: Account): Noted {
  const rows: OutboxRow[] = []
  let noting: Promise<number> | null = null

  async function note(): Promise<number> {
    const { now, random } = office.moment()
    if (isPaused(account, now) || !office.holdsLease()) return 0
    // What the connections have in hand may be in doubt too.
    const room = IN_DOUBT * account.smtp.connections - account.open.size
    const leave = account.governor.take(Math.max(room, 1), now)
    if (leave === 0) return 0
    const noted = await office.results.transact(async (writer) => {
      const claimed = await claim(writer, {
        mailboxes: account.mailboxes,
        only: (await office.stopOf(writer, account))?.but ?? null,
        limit: leave,
        now: instant(now),
        epoch: office.epoch(),
        nextTry: (attempts) => instant(now + waitAfter(attempts, office.giveUpAfter, random)),
      })
      if (claimed.length > 0) office.step('outbox-claimed')
      return claimed
    })
    account.governor.giveBack(leave - noted.length)
    for (const { attachments } of noted) {
      if (attachments !== '[]') office.attachmentsSoon?.(JSON.parse(attachments) as AttachmentRef[])
    }
    rows.push(...noted)
    if (noted.length > 0) office.step('outbox-noted')
    return noted.length
  }

  return {
    async next() {
      for (;;) {
        const row = rows.shift()
        if (row) return row
        noting ??= note().finally(() => {
          noting = null
        })
        if ((await noting) === 0) return null
      }
    },
    size: () => rows.length,
    async putBack() {
      for (const row of rows.splice(0)) office.results.add(row, untried(office.moment()))
      await office.results.flush()
    },
  }
}
