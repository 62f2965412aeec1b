import { createServer } from 'node:net'
import { afterEach, expect, test } from '@jest/globals'
import { createMetrics } from '../../../src/engine/monitoring/metrics.ts'
import { type Monitor, startMonitor } from '../../../src/engine/monitoring/monitor.ts'
import type { Vitals } from '../../../src/engine/monitoring/vitals.ts'
import { silent } from '../../../src/log.ts'
import { freePort } from '../../servers/child.ts'

const NOW = Date.parse('2026-11-21T12:00:00.000Z')

const vitals: Vitals = {
  leads: true,
  trouble: null,
  pulse: {
    undecided: 2,
    undecidedSince: '2026-11-21T11:59:30.000Z',
    held: 3,
    quarantined: 1,
    outbox: { queued: 5, sending: 0, uncertain: 0, failed: 4 },
    asked: 2,
    queuedSince: '2026-11-21T11:58:00.000Z',
  },
  mailboxes: [
    {
      name: 'support',
      halted: null,
      connected: false,
      since: '2026-11-21T11:00:00.000Z',
      error: 'x',
    },
  ],
  accounts: [{ name: 'smtp:465', trouble: null }],
  stop: { at: '2026-11-21T11:00:00.000Z', by: 'ops@acme.test', because: 'moving house' },
}

let monitor: Monitor | undefined
afterEach(async () => await monitor?.stop())

async function start(told: () => Promise<Vitals>) {
  const [metrics, port] = [createMetrics(), await freePort()]
  const options = { host: '127.0.0.1', port, metrics, vitals: told, now: () => NOW, log: silent }
  monitor = await startMonitor(options)
  const ask = async (path: string, method = 'GET') => {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, { method })
    return { status: answer.status, text: await answer.text() }
  }
  return { metrics, ask, options }
}

test('health, readiness and metrics are told, and nothing else', async () => {
  const { metrics, ask } = await start(async () => vitals)
  expect(await ask('/healthz')).toEqual({ status: 200, text: 'alive\n' })
  const wrong = [
    'Mailbox support is not watched: x\n',
    'No mail leaves: ops@acme.test paused the sending at 2026-11-21T11:00:00.000Z: moving house\n',
  ]
  expect(await ask('/readyz')).toEqual({ status: 503, text: wrong.join('') })
  expect((await ask('/elsewhere')).status).toBe(404)
  expect((await ask('/metrics', 'POST')).status).toBe(405)
  metrics.decided('support', 'opened')
  metrics.parsed(2, 50)
  const { status, text } = await ask('/metrics')
  expect(status).toBe(200)
  for (const line of [
    'ticketd_mails_decided_total{mailbox="support",outcome="opened"} 1',
    'ticketd_parse_seconds_count 50',
    'ticketd_mails_undecided 2',
    'ticketd_mails_undecided_age_seconds 30',
    'ticketd_mails_waiting{outcome="held"} 3',
    'ticketd_outbox_mails{status="failed"} 4',
    'ticketd_outbox_age_seconds 120',
    'ticketd_outbox_mails_asked 2',
    'ticketd_sending_paused 1',
    'ticketd_imap_up{mailbox="support"} 0',
    'ticketd_fetch_lag_seconds{mailbox="support"} 3600',
    'ticketd_smtp_up{account="smtp:465"} 1',
    'ticketd_engine_leader 1',
  ]) {
    expect(text).toContain(`${line}\n`)
  }
})

test('a store that cannot be read is said, and the process lives', async () => {
  const { ask } = await start(() => Promise.reject(new Error('disk I/O error')))
  expect(await ask('/readyz')).toEqual({ status: 503, text: 'disk I/O error\n' })
  expect((await ask('/healthz')).status).toBe(200)
})

test('a port that is taken is a sentence', async () => {
  const port = await freePort()
  const taken = createServer().listen(port, '127.0.0.1')
  const options = { host: '127.0.0.1', port, metrics: createMetrics(), now: () => NOW, log: silent }
  await expect(startMonitor({ ...options, vitals: async () => vitals })).rejects.toMatchObject({
    code: 'monitor-port',
    message: expect.stringContaining(`Nothing can listen on 127.0.0.1:${port}`),
  })
  taken.close()
})
