import { rmSync } from 'node:fs'
import type { Mailbox } from '../config/schema.ts'
import { createTokens, type TokenKeeper } from '../credentials/tokens.ts'
import type { ConnectionState } from '../mailbox/intake.ts'
import type { Surroundings } from '../mailbox/watch.ts'
import { type Account, accountsOf } from '../outbox/account.ts'
import { createDelivery, type Delivery } from '../outbox/delivery.ts'
import { noteConnection } from '../store/connection-state.ts'
import { noteSmtpState } from '../store/smtp-state.ts'
import { attachmentsFrom } from './attachment-files.ts'
import { noteFailed } from './came-back.ts'
import type { Desk } from './desk.ts'
import type { Holder } from './holder.ts'
import { createIntake, type EngineIntake } from './intake.ts'
import type { OnStep } from './kill-points.ts'
import { createLine, type Line } from './line.ts'
import { type Observer, UNOBSERVED } from './monitoring/observe.ts'
import { createParsePool, type ParsePool } from './parse-pool.ts'
import { judgeReread } from './reread.ts'
import { stopOf } from './sending-stop.ts'
import { makeSpool } from './spool.ts'
import { takeUp } from './take-up.ts'
import { createWakers } from './wakers.ts'

/** Woken when a sign-in works again; a name that no mailbox can have. */
const SIGN_IN = '(sign-in)'

/** The engine put together under one lease: what the daemon and `poll` both work with. */
export interface Workshop {
  line: Line
  delivery: Delivery
  mailboxes: { mailbox: Mailbox; intake: EngineIntake }[]
  /** What a watch needs beside its intake; `wake` makes it look at once. */
  surroundings(mailbox: Mailbox): Surroundings
  wakeMailbox(name: string): void
  /** Takes up at once whatever stood still for a sign-in that somebody has authorized meanwhile. */
  noticeRepaired(): Promise<void>
  /** True once after mails were decided: each may have put others back, which wait in the store. */
  stirred(): boolean
  /** Takes up what waits in the store, after whoever does so already. */
  takeUp(options: { careful: boolean }): Promise<number>
  /** After the signal: what is in hand is finished, threads and files go. */
  close(): Promise<void>
}

export function openWorkshop(
  desk: Desk,
  holder: Holder,
  signal: AbortSignal,
  onStep: OnStep,
  observer: Observer = UNOBSERVED,
): Workshop {
  const { config, log, now } = desk
  const spool = makeSpool(config.store.path)
  const pool = timed(createParsePool(config.parse), observer)
  const tokens = createTokens(desk)
  const wakers = createWakers()
  let stirred = false

  const line = createLine(
    desk,
    holder,
    pool,
    onStep,
    (fates) => {
      observer.decided(fates)
      const names = new Set(fates.map((fate) => fate.mailbox))
      for (const { mailbox, intake } of mailboxes) if (names.has(mailbox.name)) intake.wake()
      if (fates.some((fate) => fate.told.length > 0)) delivery.wake()
      stirred = true
    },
    signal,
  )
  // What is taken up with care must not be overtaken by what looks every second.
  const take = inTurns((options: { careful: boolean }) =>
    takeUp(desk, holder, { line, pool, spool, signal }, options),
  )
  const mailboxes = config.mailboxes.map((mailbox) => ({
    mailbox,
    intake: createIntake(desk, holder, line, mailbox, {
      step: onStep,
      state: (state) => noteState(desk, holder, mailbox.name, state),
      async reread(stored) {
        await judgeReread(desk, holder, { mailbox, state: stored, pool, spool, signal })
        await take({ careful: false })
        delivery.wake()
      },
    }),
  }))
  const delivery = openDelivery(desk, holder, { pool, spool, tokens, onStep })

  return {
    line,
    delivery,
    mailboxes,
    takeUp: take,
    stirred() {
      const was = stirred
      stirred = false
      return was
    },
    surroundings: ({ name }) => ({
      signal,
      log,
      now,
      spool,
      wake: (until) => wakers.wait(name, until),
      tokenFor: tokens.tokenFor,
      repaired: (until) => wakers.wait(SIGN_IN, until),
    }),
    wakeMailbox: wakers.wake,
    async noticeRepaired() {
      if (!(await tokens.repaired())) return
      wakers.wake(SIGN_IN)
      delivery.tryAgain()
    },
    async close() {
      await line.empty()
      await pool.close()
      rmSync(spool, { recursive: true, force: true })
    },
  }
}

/** What sends, put together under the same lease. */
function openDelivery(
  desk: Desk,
  holder: Holder,
  tools: { pool: ParsePool; spool: string; tokens: TokenKeeper; onStep: OnStep },
): Delivery {
  const { config, store, now, log } = desk
  const { pool, spool, tokens, onStep } = tools
  return createDelivery({
    store: { read: store.read, transact: holder.transact },
    accounts: accountsOf(config),
    domain: config.desk.domain,
    epoch: () => holder.epoch,
    holdsLease: holder.holds,
    stopOf: (writer, { mailboxes: [name = ''] }) => stopOf(desk, writer, name),
    now,
    random: Math.random,
    log,
    giveUpAfter: config.outbox.giveUpAfter,
    uncertainAfter: config.outbox.uncertain === 'ask' ? null : config.outbox.uncertainAfter,
    tokenFor: tokens.tokenFor,
    ...attachmentsFrom(store, { spool, files: config.store.files }, pool.takeOut),
    onFailed: (writer, row, words) => noteFailed(desk, writer, row, words),
    onAccountTurned: (account) => noteAccount(desk, holder, account),
    step: onStep,
  })
}

/** The same work one at a time: each waits for the one before, however that ended. */
function inTurns<Options, Result>(
  work: (options: Options) => Promise<Result>,
): (options: Options) => Promise<Result> {
  let last: Promise<unknown> = Promise.resolve()
  return (options) => {
    const turn = last.then(() => work(options))
    last = turn.catch(() => undefined)
    return turn
  }
}

function timed(pool: ParsePool, observer: Observer): ParsePool {
  return {
    async parse(items) {
      const began = performance.now()
      const mails = await pool.parse(items)
      observer.parsed(performance.now() - began, mails.length)
      return mails
    },
    takeOut: pool.takeOut,
    close: pool.close,
  }
}

/** For `status`, which is another process. */
function noteState(desk: Desk, holder: Holder, name: string, state: ConnectionState): void {
  holder
    .transact((writer) => noteConnection(writer, name, state, holder.epoch))
    .catch(() => desk.log.debug({ mailbox: name }, 'the state of the mailbox could not be noted'))
}

/** The same of an SMTP account. */
function noteAccount({ now, log }: Desk, { epoch, transact }: Holder, account: Account): void {
  const { name, trouble } = account
  const state = { trouble: trouble?.words ?? null, since: new Date(now()).toISOString(), epoch }
  transact((writer) => noteSmtpState(writer, name, state)).catch(() =>
    log.debug({ smtp: name }, 'the state of the account could not be noted'),
  )
}
