import { Failure } from '../errors.ts'
import type { Log } from '../log.ts'
import type { Store, Writer } from '../store/database.ts'
import { type Lease, readLease, releaseLease, stillHolds, takeLease } from '../store/lease.ts'
import { hasEnded, ownMark } from './process-mark.ts'

/** How long a lease lasts without being renewed, and how often it is renewed, in milliseconds. */
export const LEASE = { lasts: 20_000, renewEvery: 5_000 }

/** The engine's right to act. Everything that the engine writes goes through `transact`. */
export interface Holder {
  epoch: number
  /** False from the moment on at which somebody else may have taken the lease. */
  holds(): boolean
  /** A transaction of the store; throws Failure `lease-lost` when somebody else holds the lease. */
  transact<T>(work: (writer: Writer) => Promise<T>): Promise<T>
  renew(): Promise<void>
  release(): Promise<void>
}

/** Takes the lease; null while another process holds it that lives, or may live. */
export async function hold(store: Store, now: () => number, log: Log): Promise<Holder | null> {
  const owner = ownMark()
  const until = () => new Date(now() + LEASE.lasts).toISOString()
  const nowText = () => new Date(now()).toISOString()
  const first = await store.transact((writer) =>
    takeLease(writer, owner, nowText(), until(), hasEnded),
  )
  if (!first) return null
  let lease: Lease = first
  let lost = false

  const lose = () => {
    if (!lost) log.error({ owner }, 'the lease was lost: another process has taken over')
    lost = true
  }
  return {
    epoch: lease.epoch,
    holds: () => !lost && nowText() < lease.until,
    async transact(work) {
      return await store.transact(async (writer) => {
        if (lost || !(await stillHolds(writer, lease))) {
          lose()
          throw new Failure('lease-lost', 'Another process has taken over.', {
            lasting: 'temporary',
          })
        }
        return await work(writer)
      })
    },
    async renew() {
      const renewed = await store.transact((w) => takeLease(w, owner, nowText(), until()))
      if (renewed?.epoch === lease.epoch) lease = renewed
      else lose()
    },
    async release() {
      if (!lost) await store.transact((writer) => releaseLease(writer, lease))
      lost = true
    },
  }
}

/** Who holds the lease now, for whoever has to wait for it. */
export async function holderOf(store: Store, now: number): Promise<Lease | null> {
  const lease = await readLease(store.read)
  if (!lease || lease.until <= new Date(now).toISOString()) return null
  return hasEnded(lease.owner) ? null : lease
}
