import { once } from 'node:events'
import { createConnection, createServer, type Socket } from 'node:net'

/** A piece of a connection as it came from one side; connections are numbered. */
export interface Piece {
  connection: number
  from: 'client' | 'server'
  bytes: Buffer
}

/** Stands between a client and a server on loopback and makes the network bad on demand. */
export interface TcpProxy {
  port: number
  /** Connections accepted so far. */
  connections(): number
  /** Those of them that are open now. */
  open(): number
  /** Loses every connection once `bytes` more have come from the server, then works again. */
  cutAfter(bytes: number): void
  /** Hangs once `bytes` more have come from the server. */
  hangAfter(bytes: number): void
  /**
   * Shows every piece to `look`. Where that gives a number, so many bytes of the piece still pass, and
   * then every connection is lost; nothing is shown any more. Null: nothing is shown from now on.
   */
  watch(look: ((piece: Piece) => number | null) | null): void
  /** Loses every connection now. */
  cut(): void
  /** Keeps connections open, takes new ones, and passes nothing on in either direction. */
  hang(): void
  /** Passes on again. Connections that were hung stay dead, as behind a lost route. */
  resume(): void
  /** Whether it passes nothing on. */
  hanging(): boolean
  stop(): Promise<void>
}

export async function startTcpProxy(to: number): Promise<TcpProxy> {
  const pairs = new Set<[Socket, Socket]>()
  let accepted = 0
  let hung = false
  let left = Number.POSITIVE_INFINITY
  let whenSpent = cut
  let look: ((piece: Piece) => number | null) | null = null

  function cut() {
    left = Number.POSITIVE_INFINITY
    for (const pair of pairs) for (const socket of pair) socket.destroy()
  }
  function hang() {
    left = Number.POSITIVE_INFINITY
    hung = true
  }
  /** The bytes of a piece after which everything is lost; null: not at this one. */
  function fatal(piece: Piece): number | null {
    const bytes = look?.(piece) ?? null
    if (bytes !== null) look = null
    return bytes
  }
  const server = createServer((client) => {
    accepted += 1
    const connection = accepted
    const upstream = createConnection({ port: to, host: '127.0.0.1' })
    const pair: [Socket, Socket] = [client, upstream]
    pairs.add(pair)
    let dead = hung
    const passing = () => {
      dead ||= hung
      return !dead
    }
    client.on('data', (chunk) => {
      if (!passing()) return
      const end = fatal({ connection, from: 'client', bytes: chunk })
      if (end === null) upstream.write(chunk)
      else upstream.write(chunk.subarray(0, end), cut)
    })
    upstream.on('data', (chunk) => {
      if (!passing()) return
      const end = fatal({ connection, from: 'server', bytes: chunk })
      if (end !== null) {
        client.write(chunk.subarray(0, end), cut)
        return
      }
      left -= chunk.length
      if (left > 0) {
        client.write(chunk)
        return
      }
      upstream.pause()
      client.write(chunk.subarray(0, chunk.length + left), whenSpent)
    })
    for (const socket of pair) {
      socket.setNoDelay(true)
      socket.on('error', () => {})
      socket.on('close', () => {
        pairs.delete(pair)
        if (!dead) for (const other of pair) other.destroy()
      })
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port was given')

  return {
    port: address.port,
    connections: () => accepted,
    open: () => pairs.size,
    cut,
    watch(looking) {
      look = looking
    },
    cutAfter(bytes) {
      left = bytes
      whenSpent = cut
    },
    hangAfter(bytes) {
      left = bytes
      whenSpent = hang
    },
    hang,
    resume() {
      hung = false
    },
    hanging: () => hung,
    async stop() {
      server.close()
      cut()
      await once(server, 'close')
    },
  }
}
