import { Readable } from 'node:stream'

/** The bytes of a mail: whole, or in pieces so that their size never meets the memory. */
export type MailBytes = Buffer | AsyncIterable<Buffer>

/** Small enough that the last piece has been read only when all but a few of them have left us. */
const PIECE = 16 * 1024

/**
 * The bytes as a stream that tells when its end was read, and what went wrong while making them.
 */
export function sourceOf(bytes: MailBytes): { source: Readable; fault: () => unknown } {
  let fault: unknown
  let source: Readable
  if (Buffer.isBuffer(bytes)) {
    let at = 0
    source = new Readable({
      read() {
        this.push(at < bytes.length ? bytes.subarray(at, at + PIECE) : null)
        at += PIECE
      },
    })
  } else {
    source = Readable.from(bytes, { objectMode: false, highWaterMark: PIECE })
    source.on('error', (error) => {
      fault = error
    })
  }
  return { source, fault: () => fault }
}
