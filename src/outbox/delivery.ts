import { noTokens, type TokenFor } from '../credentials/token-for.ts'
import { sentence } from '../errors.ts'
import type { Log } from '../log.ts'
import type { AttachmentRef } from '../notification/notice.ts'
import type { Store, Writer } from '../store/database.ts'
import type { OutboxRow } from '../store/outbox.ts'
import { due, strayMailboxes } from '../store/outbox-queue.ts'
import { recover } from '../store/outbox-settling.ts'
import { findStop, type SendingStop } from '../store/sending-stop.ts'
import { type Account, isPaused } from './account.ts'
import { type Bell, createBell } from './bell.ts'
import { watchClock } from './clock.ts'
import { closeConnections } from './connections.ts'
import { runLane } from './lane.ts'
import type { AttachmentFiles } from './mime.ts'
import { createNoted } from './noted.ts'
import type { Office } from './office.ts'
import { createResults, type Step } from './results.ts'
import { instant, type Patience } from './sending.ts'

export interface DeliveryOptions extends Patience {
  /** `transact` throws Failure `lease-lost` when somebody else holds the lease. */
  store: Pick<Store, 'read' | 'transact'>
  accounts: Account[]
  /** The desk's domain: the mark in every mail by which it knows its own. */
  domain: string
  epoch(): number
  holdsLease(): boolean
  /** Whether nothing may leave now: asked in the transaction that takes mails out of the outbox. */
  stopOf(writer: Writer, account: Account): Promise<SendingStop | null>
  /** Milliseconds since 1970. */
  now(): number
  /** In [0, 1): spreads what would otherwise be tried at the same instant. */
  random(): number
  log: Log
  tokenFor?: TokenFor
  attachmentFiles: AttachmentFiles
  /** These are sent in a moment. */
  attachmentsSoon?(refs: readonly AttachmentRef[]): void
  /** Part of the transaction that notes a mail as failed; its own failure harms nothing. */
  onFailed(writer: Writer, row: OutboxRow, words: string): Promise<void>
  /** An account cannot send, for a new reason; or can again. */
  onAccountTurned(account: Account): void
  /** Told of the steps between which the process may die. */
  step?(name: Step): void
}

/** How many mails met which end; `untried` were noted and put back. */
export type Counts = Record<'sent' | 'waiting' | 'failed' | 'uncertain' | 'untried', number>

export interface Delivery {
  /** Sends until nothing is due. Throws Failure `store-…`: temporary, and nothing is lost by it. */
  pass(signal: AbortSignal): Promise<Counts>
  /** Sends whatever is due, when it is due, until the signal aborts. */
  run(signal: AbortSignal): Promise<void>
  /** There may be new mails: looks at once. */
  wake(): void
  /** What an account was refused for may be mended: all are tried again at once. */
  tryAgain(): void
  accounts(): readonly Account[]
}

/** After the signal, a mail on its way has so long to arrive. */
const GRACE = 5_000
/** Looks at least so often, whatever the clock and the other processes do. */
const LONGEST_SLEEP = 60_000
/** What is wrong with the store or the lease seldom lasts long. */
const AFTER_FAULT = 1_000
const SHORTEST_SLEEP = 10

export function createDelivery(options: DeliveryOptions): Delivery {
  const { store, accounts, log, now } = options
  const step = options.step ?? (() => {})
  let counts = noCounts()
  const office: Office = {
    ...options,
    tokenFor: options.tokenFor ?? noTokens,
    step,
    results: createResults({ ...options, step }),
    moment: () => ({ now: now(), random: options.random() }),
    makingFor: ({ smtp }) => ({
      domain: options.domain,
      maxBytes: smtp.maxBytes,
      attachmentFiles: options.attachmentFiles,
    }),
    count: (kind) => {
      counts[kind] += 1
    },
  }
  const takeOver = oncePer(options.epoch, (epoch) => inheritFrom(options, epoch))
  const heedClock = watchClock(options)

  async function nextDue({ mailboxes }: Account): Promise<string | null> {
    const stop = await findStop(store.read)
    return await due(store.read, mailboxes, stop?.but ?? null)
  }

  /** Sends by one account until nothing of it is due or it pauses. */
  async function drain(account: Account, bell: Bell, signal: AbortSignal): Promise<void> {
    if (!options.holdsLease()) return
    await takeOver()
    await heedClock()
    await office.results.flush()
    while (!signal.aborted && options.holdsLease() && !isPaused(account, now())) {
      const next = await nextDue(account)
      if (next === null || next > instant(now())) return
      const wait = account.governor.wait(now())
      if (wait > 0) await bell.wait(wait, signal)
      else await openLanes(office, account, signal)
    }
  }

  /** Milliseconds until there may be something to do. */
  async function untilNext(account: Account): Promise<number> {
    if (!options.holdsLease()) return AFTER_FAULT
    const next = await nextDue(account)
    if (next === null) return LONGEST_SLEEP
    const pausedUntil = account.trouble?.until ?? 0
    return Math.min(Math.max(Date.parse(next), pausedUntil) - now(), LONGEST_SLEEP)
  }

  async function serve(account: Account, bell: Bell, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      let sleep = AFTER_FAULT
      try {
        await drain(account, bell, signal)
        sleep = await untilNext(account)
      } catch (error) {
        log.error({ smtp: account.name }, `Sending stopped for a moment: ${sentence(error)}`)
      }
      await bell.wait(Math.max(sleep, SHORTEST_SLEEP), signal)
    }
  }

  const bells = accounts.map(() => createBell())
  const everywhere = (work: (account: Account, bell: Bell) => Promise<void>, signal: AbortSignal) =>
    forAll(accounts, (account, i) => work(account, bells[i] as Bell), signal)

  return {
    async pass(signal) {
      counts = noCounts()
      await everywhere((account, bell) => drain(account, bell, signal), signal)
      return counts
    },
    run: (signal) => everywhere((account, bell) => serve(account, bell, signal), signal),
    wake() {
      for (const bell of bells) bell.ring()
    },
    tryAgain() {
      for (const { trouble } of accounts) if (trouble?.because === 'refused') trouble.until = 0
      for (const bell of bells) bell.ring()
    },
    accounts: () => accounts,
  }
}

/** What the sender before us left on its way is in doubt. */
async function inheritFrom(options: DeliveryOptions, epoch: number): Promise<void> {
  const { store, accounts, log, now, uncertainAfter } = options
  const againAt = uncertainAfter === null ? null : instant(now() + uncertainAfter)
  const doubted = await store.transact((writer) => recover(writer, { epoch, againAt }))
  if (doubted > 0) log.warn({ mails: doubted, againAt }, 'Mails of a dead sender are in doubt.')
  // A mailbox that the configuration calls by another name now: its mails still leave.
  const known = accounts.flatMap((account) => account.mailboxes)
  accounts[0]?.mailboxes.push(...(await strayMailboxes(store.read, known)))
}

/** Does the same for every account at once, and leaves no connection behind. */
async function forAll(
  accounts: readonly Account[],
  work: (account: Account, i: number) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  const closeAll = () => {
    for (const account of accounts) closeConnections(account)
  }
  const late = () => void setTimeout(closeAll, GRACE).unref()
  signal.addEventListener('abort', late)
  const ends = await Promise.allSettled(accounts.map(work))
  signal.removeEventListener('abort', late)
  closeAll()
  const fault = ends.find((end) => end.status === 'rejected')
  if (fault) throw fault.reason
}

/**
 * One lane first; each that finds plenty of work opens another, up to the account's connections.
 */
async function openLanes(office: Office, account: Account, signal: AbortSignal): Promise<void> {
  const noted = createNoted(office, account)
  const lanes: Promise<unknown>[] = []
  const open = (): void => {
    if (lanes.length >= account.smtp.connections) return
    lanes.push(runLane(office, account, noted, signal, open).then(() => null, asFault))
  }
  open()
  let fault: unknown = null
  for (const lane of lanes) fault = (await lane) ?? fault
  await noted.putBack()
  if (fault !== null) throw fault
}

function asFault(error: unknown): unknown {
  return error
}

function noCounts(): Counts {
  return { sent: 0, waiting: 0, failed: 0, uncertain: 0, untried: 0 }
}

/** Does the work once for each value of the key; again when it failed. */
function oncePer(key: () => number, work: (key: number) => Promise<void>): () => Promise<void> {
  let done: { key: number; work: Promise<void> } | undefined
  return () => {
    const wanted = key()
    if (done?.key === wanted) return done.work
    const mine = { key: wanted, work: work(wanted) }
    done = mine
    mine.work.catch(() => {
      if (done === mine) done = undefined
    })
    return mine.work
  }
}
