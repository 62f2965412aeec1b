import { Transform } from 'node:stream'

const equals = 0x3d
/** White space that a gateway put between `=` and the line end; more of it is text. */
const longestGap = 1000

/**
 * A decoder of RFC 2045 section 6.7 that needs no more memory than a chunk. What is no code is
 * taken as it stands: a lone `=`, hex digits in lower case, bytes above 126.
 */
export function quotedPrintableDecoder(): Transform {
  let rest: Buffer = Buffer.alloc(0)
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      const bytes = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk
      const { decoded, used } = decodePart(bytes)
      rest = bytes.subarray(used)
      done(null, decoded)
    },
    // What is left is an `=` at the end: a soft break that leads nowhere, or half a code.
    flush(done) {
      done(null, /^=\s*$/.test(rest.toString('latin1')) ? null : rest)
    },
  })
}

/** Decodes as far as it is certain; `used` is where an unfinished code begins, or the length. */
function decodePart(bytes: Buffer): { decoded: Buffer; used: number } {
  const out = Buffer.allocUnsafe(bytes.length)
  let length = 0
  let at = 0
  while (at < bytes.length) {
    const next = bytes.indexOf(equals, at)
    const end = next < 0 ? bytes.length : next
    length += bytes.copy(out, length, at, end)
    if (next < 0) return { decoded: out.subarray(0, length), used: bytes.length }
    const code = codeAt(bytes, next)
    if (code === 'unfinished') return { decoded: out.subarray(0, length), used: next }
    if (code.byte !== null) out[length++] = code.byte
    at = code.end
  }
  return { decoded: out.subarray(0, length), used: bytes.length }
}

/** What the `=` at `at` means: a byte, a soft line break (no byte), or itself. */
function codeAt(bytes: Buffer, at: number): { byte: number | null; end: number } | 'unfinished' {
  const high = digit(bytes[at + 1])
  const low = digit(bytes[at + 2])
  if (high >= 0 && low >= 0) return { byte: high * 16 + low, end: at + 3 }
  let end = at + 1
  while (end < at + longestGap && (bytes[end] === 0x20 || bytes[end] === 0x09)) end++
  if (bytes[end] === 0x0d && bytes[end + 1] === 0x0a) return { byte: null, end: end + 2 }
  if (bytes[end] === 0x0a) return { byte: null, end: end + 1 }
  const mayGoOn =
    high >= 0 ? at + 2 >= bytes.length : end + (bytes[end] === 0x0d ? 1 : 0) >= bytes.length
  return mayGoOn && end < at + longestGap ? 'unfinished' : { byte: equals, end: at + 1 }
}

function digit(byte: number | undefined): number {
  if (byte === undefined) return -1
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30
  const letter = (byte | 0x20) - 0x61
  return letter >= 0 && letter <= 5 ? letter + 10 : -1
}
