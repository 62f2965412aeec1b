import type { MailboxState } from '../../mailbox/intake.ts'
import type { Delivery } from '../../outbox/delivery.ts'
import { listMailboxes } from '../../store/mailboxes.ts'
import { getMeta } from '../../store/meta.ts'
import { readPulse } from '../../store/pulse.ts'
import { findStop } from '../../store/sending-stop.ts'
import type { Desk } from '../desk.ts'
import type { Fate } from '../receive.ts'
import { startMonitor } from './monitor.ts'
import type { Vitals } from './vitals.ts'

/** Looks over the daemon's shoulder for a monitoring system. */
export interface Observer {
  decided(fates: readonly Fate[]): void
  /** A batch was read, in milliseconds. */
  parsed(ms: number, mails: number): void
  /** From now on this process leads and sends by `delivery`; null: it stands by. */
  leads(delivery: Pick<Delivery, 'accounts'> | null): void
  stop(): Promise<void>
}

export const UNOBSERVED: Observer = {
  decided() {},
  parsed() {},
  leads() {},
  async stop() {},
}

/** Listens where the configuration says so. Throws Failure `monitor-port`. */
export async function observe(desk: Desk): Promise<Observer> {
  const { config, log, now } = desk
  const { host, port } = config.monitoring
  if (port === undefined) return UNOBSERVED
  // Only who is watched pays for the library.
  const { createMetrics } = await import('./metrics.ts')
  const metrics = createMetrics()
  let delivery: Pick<Delivery, 'accounts'> | null = null
  const vitals = () => readVitals(desk, delivery)
  const monitor = await startMonitor({ host, port, metrics, vitals, now, log })
  log.info(`health and metrics are at http://${host}:${port}`)
  return {
    decided(fates) {
      for (const { mailbox, outcome } of fates) metrics.decided(mailbox, outcome)
    },
    parsed(ms, mails) {
      if (mails > 0) metrics.parsed(ms / mails, mails)
    },
    leads(now) {
      delivery = now
    },
    stop: () => monitor.stop(),
  }
}

async function readVitals(
  { config, store, now }: Desk,
  delivery: Pick<Delivery, 'accounts'> | null,
): Promise<Vitals> {
  const folders = await listMailboxes(store.read)
  const unknown: MailboxState = {
    connected: false,
    since: new Date(now()).toISOString(),
    error: null,
  }
  const mailboxes = await Promise.all(
    config.mailboxes.map(async ({ name }) => ({
      ...((await getMeta<MailboxState>(store.read, `mailbox/${name}`)) ?? unknown),
      name,
      halted: folders.find((one) => one.name === name && one.halted !== null)?.halted ?? null,
    })),
  )
  const accounts = (delivery?.accounts() ?? []).map(({ name, trouble }) => {
    return { name, trouble: trouble?.words ?? null }
  })
  const pulse = await readPulse(store.read)
  const stop = await findStop(store.read)
  return { leads: delivery !== null, pulse, mailboxes, accounts, stop }
}
