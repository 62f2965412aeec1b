import { createServer, type Server } from 'node:http'
import { Failure, sentence } from '../../errors.ts'
import type { Log } from '../../log.ts'
import type { Metrics } from './metrics.ts'
import { ailments, type Vitals } from './vitals.ts'

export interface Monitor {
  stop(): Promise<void>
}

export interface MonitorOptions {
  host: string
  port: number
  metrics: Metrics
  /** Asks the store: fails when that cannot be read. */
  vitals(): Promise<Vitals>
  now(): number
  log: Log
}

interface Answer {
  status: number
  body: string
  type?: string
}

/**
 * Answers a monitoring system: `/healthz` that the process lives, `/readyz` that the desk does its
 * work (503 with a sentence a line when not), `/metrics` in the text form of Prometheus. Throws a
 * permanent Failure `monitor-port` when the port cannot be had.
 */
export async function startMonitor(options: MonitorOptions): Promise<Monitor> {
  const server = createServer((request, response) => {
    void answer(request.method ?? '', request.url ?? '', options)
      .catch((error: unknown): Answer => ({ status: 503, body: `${sentence(error)}\n` }))
      .then(({ status, body, type = 'text/plain; charset=utf-8' }) => {
        response.writeHead(status, { 'Content-Type': type, 'Cache-Control': 'no-store' })
        response.end(request.method === 'HEAD' ? undefined : body)
      })
  })
  server.requestTimeout = 5_000
  await listen(server, options)
  return {
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function answer(method: string, url: string, options: MonitorOptions): Promise<Answer> {
  if (method !== 'GET' && method !== 'HEAD') return { status: 405, body: 'Only GET.\n' }
  switch (url.replace(/\?.*/, '')) {
    case '/healthz':
      return { status: 200, body: 'alive\n' }
    case '/readyz': {
      const vitals = await options.vitals()
      const wrong = ailments(vitals, options.now())
      if (wrong.length > 0) return { status: 503, body: `${wrong.join('\n')}\n` }
      return { status: 200, body: vitals.leads ? 'ready\n' : 'standing by\n' }
    }
    case '/metrics': {
      const { metrics, vitals, now } = options
      return {
        status: 200,
        body: await metrics.text(await vitals(), now()),
        type: metrics.contentType,
      }
    }
    default:
      return { status: 404, body: 'There are /healthz, /readyz and /metrics.\n' }
  }
}

function listen(server: Server, { host, port }: MonitorOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause) =>
      reject(
        new Failure('monitor-port', `Nothing can listen on ${host}:${port}: ${sentence(cause)}`, {
          advice: 'See monitoring.host and monitoring.port of the configuration.',
          cause,
        }),
      ),
    )
    server.listen(port, host, () => resolve())
  })
}
