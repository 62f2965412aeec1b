import { Readable } from 'node:stream'
import { signedMail } from './signed-mail.ts'

/**
 * A mail that is smaller is read as a whole; of a bigger one this much is at
 * hand for a last resort.
 */
const beginningSize = 1024 * 1024
/** How far is looked for the first line end: no head is longer without one. */
const glance = 64 * 1024

export interface OpenedMail {
  /** What the parser gets: the mail, its line ends and beginning mended. */
  source: Buffer | Readable
  /** The mail, or its first megabyte when it is a stream of more. */
  beginning: Buffer
  defects: string[]
}

/**
 * Bytes as the parser wants them. It knows lines by LF: a mail with the bare CR of old Macs and
 * broken gateways would be one long line; empty lines before the head would make the head a text; a
 * mail that was signed as a whole would be a file. Rejects with the stream's own error.
 */
export async function openMail(raw: Buffer | Readable): Promise<OpenedMail> {
  if (Buffer.isBuffer(raw)) return mended(raw, null)
  const chunks: AsyncIterator<Buffer> = raw[Symbol.asyncIterator]()
  const first: Buffer[] = []
  let length = 0
  while (length < beginningSize) {
    const { value, done } = await chunks.next()
    if (done) return mended(Buffer.concat(first), null)
    first.push(value)
    length += value.length
  }
  return mended(Buffer.concat(first), chunks)
}

function mended(start: Buffer, rest: AsyncIterator<Buffer> | null): OpenedMail {
  const defects: string[] = []
  const isBare = hasOnlyBareCr(start)
  if (isBare) defects.push('The line ends were bare CR.')
  const mend = (bytes: Buffer) => (isBare ? withLineFeeds(bytes) : bytes)
  let beginning = mend(start)
  const blank = leadingBlank(beginning)
  if (blank > 0 && blank < beginning.length) {
    beginning = beginning.subarray(blank)
    defects.push('There were empty lines before the head.')
  }
  if (!rest) beginning = signedMail(beginning) ?? beginning
  const source = rest ? Readable.from(mendedChunks(beginning, rest, mend)) : beginning
  return { source, beginning, defects }
}

async function* mendedChunks(
  beginning: Buffer,
  rest: AsyncIterator<Buffer>,
  mend: (bytes: Buffer) => Buffer,
): AsyncGenerator<Buffer> {
  try {
    yield beginning
    for (let next = await rest.next(); !next.done; next = await rest.next()) yield mend(next.value)
  } finally {
    // Read to its end or given up: the file behind it is closed.
    await rest.return?.()
  }
}

function withLineFeeds(bytes: Buffer): Buffer {
  return Buffer.from(bytes.toString('latin1').replace(/\r/g, '\r\n'), 'latin1')
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
