import { setTimeout as sleep } from 'node:timers/promises'
import type { Mailbox } from '../config/schema.ts'
import { codeOf, sentence } from '../errors.ts'
import { type Delays, RECONNECT, REFUSED_LOGIN, reconnectDelay, STABLE } from './backoff.ts'
import { firstOf } from './first-of.ts'
import type { Intake } from './intake.ts'
import { noSuspects } from './suspects.ts'
import { type Surroundings, visit } from './visit.ts'

export type { Surroundings } from './visit.ts'

/** How patient a watch is between two connections. */
export interface Patience {
  reconnect: Delays
  refusedLogin: Delays
  /** 0 to 1, for the jitter. */
  random: () => number
}

const USUAL: Patience = {
  reconnect: RECONNECT,
  refusedLogin: REFUSED_LOGIN,
  random: Math.random,
}

/**
 * The life of one mailbox until the signal aborts. Every failure, of the server or of the intake,
 * ends the connection and leads to a new one after a growing delay; none leads out of here.
 */
export async function watch(
  mailbox: Mailbox,
  intake: Intake,
  surroundings: Surroundings,
  patience: Patience = USUAL,
): Promise<void> {
  const { signal, now } = surroundings
  const log = surroundings.log.child({ mailbox: mailbox.name })
  const suspects = noSuspects()
  const disconnected = (error: string | null) =>
    intake.state({ connected: false, since: new Date(now()).toISOString(), error })
  let failures = 0
  const taken = () => {
    failures = 0
  }
  while (!signal.aborted) {
    const began = now()
    try {
      await visit(mailbox, intake, { ...surroundings, log }, suspects, { stay: true, taken })
    } catch (error) {
      if (signal.aborted) break
      failures = now() - began >= STABLE ? 1 : failures + 1
      const delays = isRefusal(error) ? patience.refusedLogin : patience.reconnect
      const delay = reconnectDelay(failures, delays, patience.random())
      disconnected(sentence(error))
      log.warn({ code: codeOf(error), failures, retryIn: `${delay} ms` }, sentence(error))
      await firstOf(signal, {
        over: (ended) => sleep(delay, undefined, { signal: ended }).catch(() => undefined),
        ...(surroundings.repaired && { repaired: surroundings.repaired }),
      })
    }
  }
  disconnected(null)
}

/** Whoever knocks again and again after these is locked out. */
function isRefusal(error: unknown): boolean {
  return ['imap-login', 'imap-mechanism', 'sign-in'].includes(codeOf(error) ?? '')
}

/**
 * One look at a mailbox: everything that lies there is taken, and the server is
 * told what is decided.
 */
export async function look(
  mailbox: Mailbox,
  intake: Intake,
  surroundings: Surroundings,
): Promise<void> {
  const log = surroundings.log.child({ mailbox: mailbox.name })
  const once = { stay: false, taken: () => {} }
  await visit(mailbox, intake, { ...surroundings, log }, noSuspects(), once)
}
