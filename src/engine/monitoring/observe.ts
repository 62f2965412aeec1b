import { setTimeout as sleep } from 'node:timers/promises'
import { codeOf, sentence } from '../../errors.ts'
import type { Delivery } from '../../outbox/delivery.ts'
import { findConnection } from '../../store/connection-state.ts'
import { readLease } from '../../store/lease.ts'
import { listMailboxes } from '../../store/mailboxes.ts'
import { readPulse } from '../../store/pulse.ts'
import { findStop } from '../../store/sending-stop.ts'
import { type Desk, instant } from '../desk.ts'
import { holderOf } from '../holder.ts'
import type { Fate } from '../receive.ts'
import { type Monitor, type MonitorOptions, startMonitor } from './monitor.ts'
import type { Vitals } from './vitals.ts'

/** Looks over the daemon's shoulder for a monitoring system. */
export interface Observer {
  decided(fates: readonly Fate[]): void
  /** A batch was read, in milliseconds. */
  parsed(ms: number, mails: number): void
  /** From now on this process leads and sends by `delivery`; null: it stands by. */
  leads(delivery: Pick<Delivery, 'accounts'> | null): void
  /** The lease could not be asked for, in these words; null: it was. */
  troubled(because: string | null): void
  stop(): Promise<void>
}

export const UNOBSERVED: Observer = {
  decided() {},
  parsed() {},
  leads() {},
  troubled() {},
  async stop() {},
}

/** So often the port is asked for that the daemon at work has, in milliseconds. */
const AGAIN = 2_000

/**
 * Listens where the configuration says so. Throws Failure `monitor-port`, unless another
 * daemon works on this store: whoever stands by for it has the same configuration, and
 * gets the port after it.
 */
export async function observe(desk: Desk): Promise<Observer> {
  const { config, log, now } = desk
  const { host, port } = config.monitoring
  if (port === undefined) return UNOBSERVED
  // Only who is watched pays for the library.
  const { createMetrics } = await import('./metrics.ts')
  const metrics = createMetrics()
  let delivery: Pick<Delivery, 'accounts'> | null = null
  let trouble: string | null = null
  let begun = now()
  const vitals = () => readVitals(desk, { delivery, trouble, begun })
  const over = new AbortController()
  const options = { host, port, metrics, vitals, now, log }
  const monitor = await listenOrWait(desk, options, over.signal)
  return {
    decided(fates) {
      for (const { mailbox, outcome } of fates) metrics.decided(mailbox, outcome)
    },
    parsed(ms, mails) {
      if (mails > 0) metrics.parsed(ms / mails, mails)
    },
    leads(by) {
      delivery = by
      begun = now()
    },
    troubled(because) {
      trouble = because
    },
    async stop() {
      over.abort()
      await (await monitor.listens)?.stop()
    },
  }
}

/** `listens` resolves when the port is had; with null where the signal came first. */
async function listenOrWait(
  { store, now, log }: Desk,
  options: MonitorOptions,
  signal: AbortSignal,
): Promise<{ listens: Promise<Monitor | null> }> {
  const listen = async () => {
    const monitor = await startMonitor(options)
    log.info(`health and metrics are at http://${options.host}:${options.port}`)
    return monitor
  }
  try {
    return { listens: Promise.resolve(await listen()) }
  } catch (error) {
    if (codeOf(error) !== 'monitor-port' || (await holderOf(store, now())) === null) throw error
    log.warn(`${sentence(error)}; tried again until the other daemon has ended`)
    return { listens: listenLater(listen, signal) }
  }
}

async function listenLater(
  listen: () => Promise<Monitor>,
  signal: AbortSignal,
): Promise<Monitor | null> {
  while (!signal.aborted) {
    await sleep(AGAIN, undefined, { signal }).catch(() => undefined)
    const monitor = signal.aborted ? null : await listen().catch(() => null)
    if (monitor) return monitor
  }
  return null
}

/** What only this process knows. */
interface Own {
  delivery: Pick<Delivery, 'accounts'> | null
  trouble: string | null
  /** When it began to lead, or to stand by; milliseconds since 1970. */
  begun: number
}

async function readVitals(
  { config, store }: Desk,
  { delivery, trouble, begun }: Own,
): Promise<Vitals> {
  const folders = await listMailboxes(store.read)
  const epoch = (await readLease(store.read))?.epoch ?? null
  const mailboxes = await Promise.all(
    config.mailboxes.map(async ({ name }) => {
      const { since, ...state } = await findConnection(store.read, name, epoch)
      return {
        ...{ name, ...state, since: since ?? instant(begun) },
        halted: folders.find((one) => one.name === name && one.halted !== null)?.halted ?? null,
      }
    }),
  )
  const accounts = (delivery?.accounts() ?? []).map(({ name, trouble }) => {
    return { name, trouble: trouble?.words ?? null }
  })
  const pulse = await readPulse(store.read)
  const stop = await findStop(store.read)
  return { leads: delivery !== null, trouble, pulse, mailboxes, accounts, stop }
}
