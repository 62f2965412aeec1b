import { type Readable, Transform } from 'node:stream'

/** How far is looked for the first line end: no head is longer without one. */
const glance = 64 * 1024

/**
 * Bytes as the parser wants them. It knows lines by LF: a mail with the bare CR of old Macs and broken
 * gateways would be one long line; empty lines before the head would make the head a text.
 */
export function bytesForParsing(raw: Buffer): { bytes: Buffer; defects: string[] } {
  const defects: string[] = []
  let bytes = raw
  if (hasOnlyBareCr(bytes)) {
    bytes = Buffer.from(bytes.toString('latin1').replace(/\r/g, '\r\n'), 'latin1')
    defects.push('The line ends were bare CR.')
  }
  const start = leadingBlank(bytes)
  if (start > 0 && start < bytes.length) {
    bytes = bytes.subarray(start)
    defects.push('There were empty lines before the head.')
  }
  return { bytes, defects }
}

/** The same for a stream, decided by its first chunk. */
export function streamForParsing(raw: Readable): Readable {
  let mend: boolean | null = null
  const mending = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      mend ??= hasOnlyBareCr(chunk)
      done(
        null,
        mend ? Buffer.from(chunk.toString('latin1').replace(/\r/g, '\r\n'), 'latin1') : chunk,
      )
    },
  })
  raw.once('error', (error) => mending.destroy(error))
  return raw.pipe(mending)
}

function hasOnlyBareCr(bytes: Buffer): boolean {
  const start = bytes.subarray(0, glance)
  return start.includes(0x0d) && !start.includes(0x0a)
}

function leadingBlank(bytes: Buffer): number {
  let at = 0
  while (at < bytes.length && (bytes[at] === 0x0d || bytes[at] === 0x0a)) at++
  return at
}
