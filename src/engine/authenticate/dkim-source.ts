import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { Readable } from 'node:stream'
import type { RawBody } from '../../store/raw.ts'

/** Bytes: no honest head is larger, and a larger one would hold up everybody else's mail. */
const MOST_HEAD = 1024 * 1024
/** Bytes: the check takes a time that grows with the square of the lines of one field. */
const MOST_FIELD = 64 * 1024
/** Bytes at a time. */
const PIECE = 64 * 1024

/**
 * The bytes of a mail of any size as a stream, for a check of its signatures. Null for a mail whose
 * head is made to hold up the check.
 */
export async function openSigned(mail: RawBody): Promise<Readable | null> {
  const head = headOf('file' in mail ? await beginningOf(mail.file) : mail.bytes)
  if (head === null || longestField(head) > MOST_FIELD) return null
  if ('file' in mail) return createReadStream(mail.file, { highWaterMark: PIECE })
  return Readable.from(pieces(mail.bytes))
}

async function beginningOf(file: string): Promise<Buffer> {
  const handle = await open(file)
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(MOST_HEAD), 0, MOST_HEAD, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await handle.close()
  }
}

/** What stands before the first empty line; null when there is too much of it. */
function headOf(mail: Buffer): Buffer | null {
  const beginning = mail.subarray(0, MOST_HEAD)
  const ends = [beginning.indexOf('\r\n\r\n'), beginning.indexOf('\n\n')].filter((end) => end >= 0)
  if (ends.length > 0) return beginning.subarray(0, Math.min(...ends))
  return mail.length < MOST_HEAD ? mail : null
}

/** Bytes of the longest field with its folded lines. */
function longestField(head: Buffer): number {
  if (head.length <= MOST_FIELD) return head.length
  let longest = 0
  let start = 0
  for (let at = head.indexOf(0x0a); at >= 0; at = head.indexOf(0x0a, at + 1)) {
    const isFolded = head[at + 1] === 0x20 || head[at + 1] === 0x09
    if (isFolded) continue
    longest = Math.max(longest, at - start)
    start = at + 1
  }
  return Math.max(longest, head.length - start)
}

function* pieces(bytes: Buffer): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += PIECE) yield bytes.subarray(at, at + PIECE)
}
