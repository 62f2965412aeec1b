import { setTimeout as sleep } from 'node:timers/promises'
import { codeOf, Failure, isTemporary, sentence } from '../errors.ts'
import type { Fetched } from '../mailbox/intake.ts'
import { look, watch } from '../mailbox/watch.ts'
import { faultsOf } from '../notification/preview.ts'
import type { Counts } from '../outbox/delivery.ts'
import { readPulse } from '../store/pulse.ts'
import { countWaiting } from '../store/status.ts'
import type { Desk } from './desk.ts'
import { releaseWhatHasBegun } from './due/begun.ts'
import { sendBundles } from './due/bundles.ts'
import { sendCadenceReport } from './due/cadence-report.ts'
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
import { type Observer, observe } from './monitoring/observe.ts'
import { countPass, type OnPass, unseenPass } from './pass-progress.ts'
import { processOf } from './process-mark.ts'
import { recurring } from './recurring.ts'
import { startSchedule } from './schedule.ts'
import { readSourcesApart } from './sync/apart.ts'
import { takeUpDirectories } from './sync/due.ts'
import { readTerms } from './terms.ts'
import { openWorkshop, type Workshop } from './workshop.ts'

/** A process that was told to stop has so long to finish what it has in hand, in milliseconds. */
const GRACE = 8_000

/**
 * The daemon: stands by until the lease is free, works until the signal aborts or the lease is
 * lost, and stands by again. A fault of the store is waited out; it never ends the process.
 */
export async function runDaemon(
  desk: Desk,
  signal: AbortSignal,
  onStep: OnStep = unwatched,
): Promise<void> {
  refuseWhatCannotBeWritten(desk)
  const observer = await observe(desk)
  try {
    await workInTurns(desk, signal, onStep, observer)
  } finally {
    await observer.stop()
  }
}

async function workInTurns(
  desk: Desk,
  signal: AbortSignal,
  onStep: OnStep,
  observer: Observer,
): Promise<void> {
  let standingBy = false
  while (!signal.aborted) {
    const holder = await takeLease(desk, observer)
    if (!holder) {
      if (holder === null && !standingBy) {
        desk.log.info('standing by: another process holds the lease')
        standingBy = true
      }
      await sleep(LEASE.renewEvery, undefined, { signal }).catch(() => undefined)
      continue
    }
    standingBy = false
    await work(desk, holder, signal, onStep, observer)
  }
}

/** Null while another process has it; undefined where the store does not let it be asked for. */
async function takeLease(desk: Desk, observer: Observer): Promise<Holder | null | undefined> {
  try {
    const holder = await hold(desk.store, desk.now, desk.log)
    observer.troubled(null)
    return holder
  } catch (error) {
    if (!isTemporary(error)) throw error
    observer.troubled(sentence(error))
    desk.log.error({ code: codeOf(error) }, `waiting: ${sentence(error)}`)
    return undefined
  }
}

/** A mail that cannot be written would cost the mail that caused it: better not to begin. */
function refuseWhatCannotBeWritten({ config, templates }: Desk): void {
  readTerms(config)
  // To try all of them is a third of a start, and those of the product are tried by its tests.
  if (config.templates === undefined) return
  const faults = faultsOf(templates)
  if (faults.length === 0) return
  throw new Failure('template', faults.map((fault) => fault.message).join('\n'), {
    advice: 'Mend them; `ticketd template preview NAME` shows each.',
  })
}

/** From the lease to its end. */
async function work(
  desk: Desk,
  holder: Holder,
  signal: AbortSignal,
  onStep: OnStep,
  observer: Observer,
): Promise<void> {
  const { log } = desk
  const over = new AbortController()
  const stop = () => over.abort()
  signal.addEventListener('abort', stop)
  if (signal.aborted) stop()
  const shop = openWorkshop(desk, holder, over.signal, onStep, observer)
  observer.leads(shop.delivery)
  const schedule = startSchedule(recurring(desk, holder, shop, stop), cronPolls(shop), log)
  log.info({ epoch: holder.epoch, mailboxes: shop.mailboxes.length }, 'ticketd is at work')
  try {
    const sending = shop.delivery.run(over.signal)
    // What an earlier life left behind comes before anything new.
    await patiently(desk, over.signal, () => shop.takeUp({ careful: true }))
    const watching = shop.mailboxes.map(({ mailbox, intake }) =>
      watch(mailbox, intake, shop.surroundings(mailbox)),
    )
    await Promise.all([...watching, sending])
  } finally {
    // Also after an error: nothing may go on when the lease is given back.
    stop()
    observer.leads(null)
    signal.removeEventListener('abort', stop)
    await schedule.stop()
    await Promise.race([shop.close(), sleep(GRACE, undefined, { ref: false })])
    await holder.release().catch((error: unknown) => log.warn(sentence(error)))
    log.info('ticketd has stopped')
  }
}

/** Tries again while the store cannot be used. */
async function patiently(desk: Desk, signal: AbortSignal, work: () => Promise<unknown>) {
  while (!signal.aborted) {
    try {
      await work()
      return
    } catch (error) {
      if (!isTemporary(error)) throw error
      desk.log.error({ code: codeOf(error) }, `waiting: ${sentence(error)}`)
      await sleep(2_000, undefined, { signal }).catch(() => undefined)
    }
  }
}

/** The mailboxes that are looked at by a calendar. */
function cronPolls(shop: Workshop) {
  return shop.mailboxes.flatMap(({ mailbox: { name, poll } }) =>
    'cron' in poll ? [{ name, at: poll.cron, look: () => shop.wakeMailbox(name) }] : [],
  )
}

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
  const holder = await hold(desk.store, desk.now, desk.log)
  if (!holder) {
    const lease = await holderOf(desk.store, desk.now())
    throw new Failure(
      'lease-held',
      `The engine runs already (${lease ? processOf(lease.owner) : 'another process'}).`,
      {
        lasting: 'temporary',
        advice: 'It polls by itself; after a crash the lease is free again within 20 s.',
      },
    )
  }
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
    const mailboxes = await Promise.all(
      shop.mailboxes.map(async ({ mailbox, intake }) => {
        // The server is told in the same pass: its connection waits for the decisions.
        const caughtUp = async () => {
          await intake.caughtUp()
          await shop.line.empty()
        }
        const take = async (batch: Fetched[]) => {
          await intake.take(batch)
          count.passedBy(batch)
        }
        const counted = { ...intake, found: count.found, take, caughtUp }
        try {
          await look(mailbox, counted, shop.surroundings(mailbox))
          return { name: mailbox.name, error: null }
        } catch (error) {
          return { name: mailbox.name, error: sentence(error) }
        }
      }),
    )
    await shop.line.empty()
    await takeUpDirectories(desk, holder, { atOnce: true, read: () => readSourcesApart(desk) })
    // What a mail has put back is decided in the same pass, and what that puts back in turn.
    await releaseWhatHasBegun(desk, holder)
    do await shop.takeUp({ careful: false })
    while (shop.stirred())
    await closeImported(desk, holder)
    await sendHeldDigests(desk, holder)
    await sweepLapsed(desk, holder)
    await sendBundles(desk, holder)
    await sendUpdatesDue(desk, holder)
    await sendCadenceReport(desk, holder)
    await tellOfQuarantined(desk, holder)
    await tellOfDoubts(desk, holder)
    await tellOfRefusedSignIns(desk, holder)
    await sendCoverReminders(desk, holder)
    await sendCreditStatements(desk, holder)
    count.queued((await readPulse(desk.store.read)).outbox.queued)
    return { mailboxes, outbox: await shop.delivery.pass(signal) }
  } finally {
    clearInterval(renewal)
    await shop.close()
    await holder.release()
  }
}
