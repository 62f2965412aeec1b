import type { Desk } from './desk.ts'
import { releaseWhatHasBegun } from './due/begun.ts'
import { sendBundles } from './due/bundles.ts'
import { sendCadenceReport } from './due/cadence-report.ts'
import { watchClocks } from './due/clocks.ts'
import { closeImported } from './due/close-imported.ts'
import { sendCoverReminders } from './due/cover-reminders.ts'
import { sendCreditStatements } from './due/credit-statements.ts'
import { sendHeldDigests } from './due/held-digest.ts'
import { tellOfDoubts } from './due/in-doubt.ts'
import { sweepLapsed } from './due/lapse.ts'
import { tellOfQuarantined } from './due/quarantined.ts'
import { sweepOutdated } from './due/retention.ts'
import { tellOfRefusedSignIns } from './due/sign-in-refused.ts'
import { sweepAnswers, sweepBodies, sweepDrafts, sweepRawOrphans } from './due/sweep.ts'
import { sendUpdatesDue } from './due/updates.ts'
import type { Holder } from './holder.ts'
import { watchOutbox } from './outbox-news.ts'
import type { Work } from './schedule.ts'
import { readSourcesApart } from './sync/apart.ts'
import { takeUpDirectories } from './sync/due.ts'
import type { Workshop } from './workshop.ts'

/**
 * What a daemon that holds the lease does by the clock; `stop` is called once it does not any more.
 */
export function recurring(desk: Desk, holder: Holder, shop: Workshop, stop: () => void): Work {
  let version = desk.store.dataVersion()
  const tellOfCommands = watchOutbox(desk)
  const putClocksRight = watchClocks(desk)
  /** Something may wait in the store and stand in no line. */
  let left = false
  /** Work that writes mails, and says how many. */
  const telling = (work: (desk: Desk, holder: Holder) => Promise<number | boolean>) => async () => {
    if (Number(await work(desk, holder)) > 0) shop.delivery.wake()
  }
  return {
    async renewLease() {
      await holder.renew()
      if (!holder.holds()) stop()
    },
    async noticeCommands() {
      if (!holder.holds()) return stop()
      const seen = desk.store.dataVersion()
      const byOthers = seen !== version
      if (shop.stirred() || byOthers) left = true
      version = seen
      if (!left) return
      left = false
      try {
        await shop.noticeRepaired()
        shop.delivery.wake()
        if (byOthers) await tellOfCommands()
        await shop.takeUp({ careful: false })
      } catch (error) {
        // What could not be taken up now is tried again in a second.
        left = true
        throw error
      }
    },
    emptyBodies: () => sweepBodies(desk, holder),
    async forgetAnswers() {
      await sweepAnswers(desk, holder)
      await sweepDrafts(desk, holder)
    },
    async sweepLapsed() {
      const { accounts, mails } = await sweepLapsed(desk, holder)
      if (accounts + mails > 0) desk.log.info({ accounts, mails }, 'waited for long enough')
    },
    async closeImported() {
      const closed = await closeImported(desk, holder)
      if (closed > 0) desk.log.info({ closed }, 'tickets of long ago were closed')
    },
    async sweepRawOrphans() {
      const swept = await sweepRawOrphans(desk)
      if (swept > 0) desk.log.info({ swept }, 'raw mail without a ledger row was removed')
    },
    async sweepOutdated() {
      const { mails, tickets } = await sweepOutdated(desk, holder.transact)
      if (mails + tickets > 0) desk.log.info({ mails, tickets }, 'kept for as long as configured')
    },
    async takeUpDirectories() {
      const manner = { atOnce: false, read: () => readSourcesApart(desk) }
      if (!(await takeUpDirectories(desk, holder, manner))) return
      // Whoever became known may have written before.
      left = true
      shop.delivery.wake()
    },
    async sendCoverReminders() {
      if ((await releaseWhatHasBegun(desk, holder)) > 0) left = true
      if ((await sendCoverReminders(desk, holder)) > 0) shop.delivery.wake()
    },
    sendBundles: telling(sendBundles),
    sendCreditStatements: telling(sendCreditStatements),
    tellOfQuarantined: telling(tellOfQuarantined),
    tellOfDoubts: telling(tellOfDoubts),
    tellOfRefusedSignIns: telling(tellOfRefusedSignIns),
    sendUpdatesDue: telling(async () => {
      await putClocksRight(holder)
      return await sendUpdatesDue(desk, holder)
    }),
    sendCadenceReport: telling(sendCadenceReport),
    sendHeldDigests: telling(sendHeldDigests),
    async lookAtFolders() {
      for (const { mailbox } of shop.mailboxes) shop.wakeMailbox(mailbox.name)
    },
  }
}
