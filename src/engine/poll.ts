import { Failure, sentence } from '../errors.ts'
import type { Fetched } from '../mailbox/intake.ts'
import { look } from '../mailbox/watch.ts'
import type { Counts } from '../outbox/delivery.ts'
import { readPulse } from '../store/pulse.ts'
import { countWaiting } from '../store/status.ts'
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
import { tellOfRefusedSignIns } from './due/sign-in-refused.ts'
import { sendUpdatesDue } from './due/updates.ts'
import { type Holder, hold, holderOf, LEASE } from './holder.ts'
import { type OnStep, unwatched } from './kill-points.ts'
import { countPass, type OnPass, type PassCount, unseenPass } from './pass-progress.ts'
import { processOf } from './process-mark.ts'
import { readSourcesApart } from './sync/apart.ts'
import { takeUpDirectories } from './sync/due.ts'
import { refuseWhatCannotBeWritten } from './unwritable.ts'
import { openWorkshop, type Workshop } from './workshop.ts'

export interface Polled {
  mailboxes: { name: string; error: string | null }[]
  outbox: Counts
}

/**
 * One pass over all mailboxes and the outbox. Throws Failure `lease-held` while a daemon runs,
 * which does the same all the time.
 */
export async function pollOnce(
  desk: Desk,
  signal: AbortSignal,
  onStep: OnStep = unwatched,
  on: OnPass = unseenPass,
): Promise<Polled> {
  refuseWhatCannotBeWritten(desk)
  const holder = await leaseOf(desk)
  const count = countPass(on)
  const steps: OnStep = (step) => {
    onStep(step)
    count.onStep(step)
  }
  const shop = openWorkshop(desk, holder, signal, steps, count.observer)
  const renewal = setInterval(() => void holder.renew().catch(() => undefined), LEASE.renewEvery)
  try {
    count.found(await countWaiting(desk.store.read))
    await shop.takeUp({ careful: true })
    const looks = shop.mailboxes.map((one) => lookAt(one, shop, count))
    const mailboxes = await Promise.all(looks)
    await shop.line.empty()
    await takeUpDirectories(desk, holder, { atOnce: true, read: () => readSourcesApart(desk) })
    // What a mail has put back is decided in the same pass, and what that puts back in turn.
    await releaseWhatHasBegun(desk, holder)
    do await shop.takeUp({ careful: false })
    while (shop.stirred())
    await doWhatIsDue(desk, holder)
    count.queued((await readPulse(desk.store.read)).outbox.queued)
    return { mailboxes, outbox: await shop.delivery.pass(signal) }
  } finally {
    clearInterval(renewal)
    await shop.close()
    await holder.release()
  }
}

async function leaseOf({ store, now, log }: Desk): Promise<Holder> {
  const holder = await hold(store, now, log)
  if (holder) return holder
  const lease = await holderOf(store, now())
  throw new Failure(
    'lease-held',
    `The engine runs already (${lease ? processOf(lease.owner) : 'another process'}).`,
    {
      lasting: 'temporary',
      advice: 'It polls by itself; after a crash the lease is free again within 20 s.',
    },
  )
}

/** A mailbox that cannot be reached costs itself only. */
async function lookAt(
  { mailbox, intake }: Workshop['mailboxes'][number],
  shop: Workshop,
  count: PassCount,
): Promise<Polled['mailboxes'][number]> {
  // The server is told in the same pass: its connection waits for the decisions.
  const caughtUp = async () => {
    await intake.caughtUp()
    await shop.line.empty()
  }
  const take = async (batch: Fetched[]) => {
    await intake.take(batch)
    count.passedBy(batch)
  }
  try {
    const counted = { ...intake, found: count.found, take, caughtUp }
    await look(mailbox, counted, shop.surroundings(mailbox))
    return { name: mailbox.name, error: null }
  } catch (error) {
    return { name: mailbox.name, error: sentence(error) }
  }
}

/** What the daemon does by the clock, as far as it writes mails or ends what is over. */
async function doWhatIsDue(desk: Desk, holder: Holder): Promise<void> {
  await closeImported(desk, holder)
  await sendHeldDigests(desk, holder)
  await sweepLapsed(desk, holder)
  await sendBundles(desk, holder)
  await watchClocks(desk)(holder)
  await sendUpdatesDue(desk, holder)
  await sendCadenceReport(desk, holder)
  await tellOfQuarantined(desk, holder)
  await tellOfDoubts(desk, holder)
  await tellOfRefusedSignIns(desk, holder)
  await sendCoverReminders(desk, holder)
  await sendCreditStatements(desk, holder)
}
