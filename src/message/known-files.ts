import { createHash } from 'node:crypto'

/**
 * An attachment that was read before: its `Attachment.index`, decoded bytes, and
 * their SHA-256 in hex.
 */
export interface KnownFile {
  index: number
  size: number
  sha256: string
}

/**
 * The decoded bytes of attachments whose hashes are known: each base64 part of the mail (RFC 2045
 * section 6.8) that has such a hash is one of them, whatever stands around it. Four times as fast
 * as taking the mail apart. Null when one is not found like this: then that has to be done.
 */
export function contentsByHash(
  raw: Buffer,
  known: readonly KnownFile[],
): Map<number, Buffer> | null {
  const found = new Map<number, Buffer>()
  for (const body of encodedBodies(raw)) {
    const content = Buffer.from(body.toString('latin1'), 'base64')
    const alike = known.filter((file) => file.size === content.length)
    const hash = alike.length > 0 && createHash('sha256').update(content).digest('hex')
    for (const { index, sha256 } of alike) if (sha256 === hash) found.set(index, content)
  }
  return known.every(({ index }) => found.has(index)) ? found : null
}

const ENCODED = /^content-transfer-encoding:[ \t]*base64[ \t]*\r?$/im
/** Bytes; a head that is longer is none of an ordinary attachment. */
const LONGEST_HEAD = 16 * 1024

/** The bodies of the parts that say that they are base64. */
function* encodedBodies(raw: Buffer): Generator<Buffer> {
  for (let at = 0; at >= 0; ) {
    // A line that begins like the delimiter of RFC 2046 section 5.1.1; base64 has no hyphens.
    const next = raw.indexOf('\n--', at)
    const part = raw.subarray(at, next < 0 ? raw.length : next)
    const head = part.subarray(0, LONGEST_HEAD)
    const end = endOfHead(head)
    if (end > 0 && ENCODED.test(head.toString('latin1', 0, end))) yield part.subarray(end)
    at = next < 0 ? -1 : next + 1
  }
}

/** Where the empty line after the fields begins (RFC 5322 section 2.1); -1 where there is none. */
function endOfHead(part: Buffer): number {
  const ends = [part.indexOf('\r\n\r\n'), part.indexOf('\n\n')].filter((end) => end >= 0)
  return ends.length > 0 ? Math.min(...ends) + 1 : -1
}
