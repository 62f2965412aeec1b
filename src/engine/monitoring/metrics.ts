import { Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { Vitals } from './vitals.ts'

/** What the daemon counts while it works, and what it is asked for at each look. */
export interface Metrics {
  /** A mail was decided. */
  decided(mailbox: string, outcome: string): void
  /** A batch was read: milliseconds for each of its mails. */
  parsed(ms: number, mails: number): void
  /** Prometheus text of all of it. */
  text(vitals: Vitals, now: number): Promise<string>
  contentType: string
}

/**
 * The only file that knows prom-client. Names and units as Prometheus wants them:
 * base units, `_total`.
 */
export function createMetrics(): Metrics {
  const registry = new Registry()
  const registers = [registry]
  const gauge = (name: string, help: string, labelNames: string[] = []) =>
    new Gauge({ name: `ticketd_${name}`, help, labelNames, registers })

  const decided = new Counter({
    name: 'ticketd_mails_decided_total',
    help: 'Mails decided since the start, by what became of them.',
    labelNames: ['mailbox', 'outcome'],
    registers,
  })
  const parse = new Histogram({
    name: 'ticketd_parse_seconds',
    help: 'Time to read a mail, the mean of its batch.',
    buckets: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.05, 0.25, 1, 5, 20],
    registers,
  })
  const undecided = gauge('mails_undecided', 'Mails kept and not yet decided.')
  const undecidedAge = gauge('mails_undecided_age_seconds', 'Age of the oldest of them.')
  const waiting = gauge('mails_waiting', 'Mails that wait for a person.', ['outcome'])
  const outbox = gauge('outbox_mails', 'Mails of the outbox that are not done.', ['status'])
  const queuedAge = gauge('outbox_age_seconds', 'Age of the oldest mail that waits to leave.')
  const asked = gauge('outbox_mails_asked', 'Mails in doubt that wait for the answer of a person.')
  const paused = gauge('sending_paused', '1 while no mail leaves until a person lets it.')
  const imapUp = gauge('imap_up', '1 while the mailbox is watched.', ['mailbox'])
  const lag = gauge('fetch_lag_seconds', 'For how long a mailbox has not been watched.', [
    'mailbox',
  ])
  const smtpUp = gauge('smtp_up', '1 unless the last try of the account failed.', ['account'])
  const leader = gauge(
    'engine_leader',
    '1 while this process holds the lease, 0 while it stands by.',
  )
  const memory = gauge('process_resident_memory_bytes', 'Memory of the whole process.')

  return {
    contentType: registry.contentType,
    decided: (mailbox, outcome) => decided.inc({ mailbox, outcome }),
    parsed(ms, mails) {
      for (let i = 0; i < mails; i++) parse.observe(ms / 1000)
    },
    async text({ pulse, mailboxes, accounts, leads, stop }, now) {
      const age = (since: string | null) =>
        since === null ? 0 : Math.max(0, now - Date.parse(since)) / 1000
      leader.set(Number(leads))
      memory.set(process.memoryUsage.rss())
      undecided.set(pulse.undecided)
      undecidedAge.set(age(pulse.undecidedSince))
      waiting.set({ outcome: 'held' }, pulse.held)
      waiting.set({ outcome: 'quarantined' }, pulse.quarantined)
      for (const [status, count] of Object.entries(pulse.outbox)) outbox.set({ status }, count)
      asked.set(pulse.asked)
      paused.set(Number(stop !== null))
      queuedAge.set(age(pulse.queuedSince))
      for (const { name, connected, since } of mailboxes) {
        imapUp.set({ mailbox: name }, Number(connected))
        lag.set({ mailbox: name }, connected ? 0 : age(since))
      }
      for (const { name, trouble } of accounts)
        smtpUp.set({ account: name }, Number(trouble === null))
      return await registry.metrics()
    },
  }
}
