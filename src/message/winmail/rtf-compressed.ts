/** What the dictionary holds at the beginning (MS-OXRTFCP section 2.1.2.1). */
const known = Buffer.from(
  '{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern ' +
    '\\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0' +
    '\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx',
  'latin1',
)
const compressed = 0x75465a4c
const uncompressed = 0x414c454d
/** More than any body has; a hostile stream must not decide how much memory it takes. */
const longest = 4 * 1024 * 1024

/** The RTF of a PidTagRtfCompressed (MS-OXRTFCP), as far as it goes; null for what is none. */
export function decompressRtf(bytes: Buffer): Buffer | null {
  if (bytes.length < 16) return null
  const kind = bytes.readUInt32LE(8)
  const body = bytes.subarray(16)
  if (kind === uncompressed) return body.subarray(0, Math.min(bytes.readUInt32LE(4), longest))
  return kind === compressed ? unpack(body, Math.min(bytes.readUInt32LE(4), longest)) : null
}

/** Section 3.1.3: runs of eight, each a byte or a reference into the last 4096 bytes. */
function unpack(bytes: Buffer, size: number): Buffer {
  const dictionary = Buffer.alloc(4096)
  known.copy(dictionary)
  let write = known.length
  // The size is only a claim: no stream grows more than seventeenfold for two bytes.
  const out = Buffer.alloc(Math.min(size, bytes.length * 9))
  let length = 0
  const put = (byte: number) => {
    out[length++] = byte
    dictionary[write] = byte
    write = (write + 1) % 4096
  }
  for (let at = 0; at < bytes.length && length < out.length; ) {
    const control = bytes[at++] ?? 0
    for (let bit = 0; bit < 8 && at < bytes.length && length < out.length; bit++) {
      if (!(control & (1 << bit))) {
        put(bytes[at++] ?? 0)
        continue
      }
      if (at + 1 >= bytes.length) return out.subarray(0, length)
      const reference = bytes.readUInt16BE(at)
      at += 2
      const from = reference >> 4
      // A reference to where is written is the end of the stream.
      if (from === write) return out.subarray(0, length)
      for (let i = 0; i < (reference & 15) + 2 && length < out.length; i++)
        put(dictionary[(from + i) % 4096] ?? 0)
    }
  }
  return out.subarray(0, length)
}
