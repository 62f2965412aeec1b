import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Failure, sentence } from '../errors.ts'

/** Waits on this machine for the browser that a provider sends back (RFC 8252 section 7.3). */
export interface Redirect {
  port: number
  /** The whole address that the browser was sent to. */
  arrived: Promise<string>
  close(): void
}

const PAGE = `<!doctype html><meta charset="utf-8"><title>ticketd</title>
<p>Thank you. You can close this page and go back to ticketd.</p>`

/** Port 0: any that is free. Throws Failure `redirect-port`. */
export async function awaitRedirect(port: number): Promise<Redirect> {
  const server = createServer()
  const arrived = new Promise<string>((resolve) => {
    server.on('request', ({ url = '/', headers }, response) => {
      const asked = new URL(url, `http://${headers.host ?? 'localhost'}`)
      // Browsers ask for an icon too.
      if (!asked.searchParams.has('state')) return void response.writeHead(404).end()
      response.writeHead(200, { 'Content-Type': 'text/html', Connection: 'close' }).end(PAGE)
      resolve(asked.href)
    })
  })
  await listen(server, port)
  return {
    port: (server.address() as AddressInfo).port,
    arrived,
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause) =>
      reject(
        new Failure('redirect-port', `Nothing can listen on port ${port}: ${sentence(cause)}`, {
          advice: 'Name another one with --port.',
          cause,
        }),
      ),
    )
    server.listen(port, '127.0.0.1', () => resolve())
  })
}
