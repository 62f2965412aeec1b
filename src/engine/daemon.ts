import { setTimeout as sleep } from 'node:timers/promises'
import { codeOf, isTemporary, sentence } from '../errors.ts'
import { watch } from '../mailbox/watch.ts'
import type { Desk } from './desk.ts'
import { type Holder, hold, LEASE } from './holder.ts'
import { type OnStep, unwatched } from './kill-points.ts'
import { type Observer, observe } from './monitoring/observe.ts'
import { recurring } from './recurring.ts'
import { startSchedule } from './schedule.ts'
import { refuseWhatCannotBeWritten } from './unwritable.ts'
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
