import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Failure, sentence } from '../errors.ts'

/** Waits on this machine for the browser that a provider sends back (RFC 8252 section 7.3). */
export interface Redirect {
  /** Where the provider is to send it. */
  uri: string
  /**
   * The whole address that the browser was sent to. Any program and any page of this machine can
   * ask this port: what is not the answer gets a page that says so, and the right one is awaited
   * further. Throws Failure `redirect-late`.
   */
  arrived(isAnswer: (address: string) => boolean): Promise<string>
  close(): void
}

/** So long somebody may take to sign in, in milliseconds. */
const PATIENCE = 15 * 60_000

const DONE = pageOf('Thank you. You can close this page and go back to ticketd.')
/** RFC 6749 section 4.1.2.1: a no is an answer, too. */
const REFUSED = pageOf(
  'The provider said no, so nothing is authorized. You can close this page: ticketd says in its terminal what to do.',
)
const STRAY = pageOf(
  'This page does not belong to the sign-in that ticketd waits for. Please open the address that ticketd printed last, and agree there.',
)

function pageOf(words: string): string {
  return `<!doctype html><meta charset="utf-8"><title>ticketd</title>\n<p>${words}</p>`
}

/** Port 0: any that is free. Throws Failure `redirect-port`. */
export async function awaitRedirect(port: number, patience = PATIENCE): Promise<Redirect> {
  const server = createServer()
  await listen(server, port)
  // Microsoft knows any port of localhost only by this name.
  const origin = `http://localhost:${(server.address() as AddressInfo).port}`
  let limit: NodeJS.Timeout | undefined
  return {
    uri: `${origin}/`,
    arrived: (isAnswer) =>
      new Promise((resolve, reject) => {
        limit = setTimeout(() => reject(late()), patience)
        server.on('request', ({ url = '' }, response) => {
          const address = `${origin}${url}`
          if (URL.canParse(address) && isAnswer(address)) {
            show(response, 200, new URL(address).searchParams.has('error') ? REFUSED : DONE)
            resolve(address)
          } else show(response, 400, STRAY)
        })
      }),
    close() {
      clearTimeout(limit)
      server.close()
      server.closeAllConnections()
    },
  }
}

function show(response: ServerResponse, status: number, page: string): void {
  response.writeHead(status, { 'Content-Type': 'text/html', Connection: 'close' }).end(page)
}

function late(): Failure {
  return new Failure('redirect-late', 'Nobody has signed in, and it is not waited any longer.', {
    advice: 'Nothing has changed. Run the command again.',
  })
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
