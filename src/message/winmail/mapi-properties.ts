/** A value of a property: text, bytes or a number; what nothing here reads is left out. */
export type MapiValue = string | number | Buffer

/** The properties of a message or an attachment, by their id. */
export type MapiProperties = ReadonlyMap<number, MapiValue>

/** No message has more; a hostile count must not decide how long is read. */
const mostProperties = 5000
const mostValues = 1000

/** Bytes of the types of fixed length, padded to four (MS-OXTNEF section 2.1.3.5). */
const fixed: Record<number, number> = {
  2: 4, // Integer16
  3: 4, // Integer32
  4: 4, // Floating32
  5: 8, // Floating64
  6: 8, // Currency
  7: 8, // FloatingTime
  10: 4, // ErrorCode
  11: 4, // Boolean
  20: 8, // Integer64
  64: 8, // Time
  72: 16, // Guid
}
const string8 = 0x1e
const unicode = 0x1f
const variable = new Set([0x0d, string8, unicode, 0x102])
const several = 0x1000

/** Text in the code page of the message, as bytes with what decodes them. */
export type DecodeAnsi = (bytes: Buffer) => string

/**
 * Reads the property list of MS-OXTNEF section 2.1.3.4. Throws a RangeError where the list
 * ends before it should, and an Error at a type whose length nobody knows: what was read
 * until then is in `into`.
 */
export function readProperties(
  bytes: Buffer,
  decodeAnsi: DecodeAnsi,
  into: Map<number, MapiValue>,
): void {
  const count = Math.min(bytes.readUInt32LE(0), mostProperties)
  let at = 4
  for (let i = 0; i < count; i++) {
    const type = bytes.readUInt16LE(at)
    const id = bytes.readUInt16LE(at + 2)
    at += 4
    if (id >= 0x8000) at = afterName(bytes, at)
    const { value, end } = readValue(bytes, at, type, decodeAnsi)
    if (value !== null && !into.has(id)) into.set(id, value)
    at = end
  }
}

/** A named property says its name before its value: a GUID, and a number or a text. */
function afterName(bytes: Buffer, at: number): number {
  const kind = bytes.readUInt32LE(at + 16)
  if (kind === 0) return at + 24
  return at + 24 + padded(bytes.readUInt32LE(at + 20))
}

function readValue(
  bytes: Buffer,
  start: number,
  typeWithFlag: number,
  decodeAnsi: DecodeAnsi,
): { value: MapiValue | null; end: number } {
  const type = typeWithFlag & ~several
  const size = fixed[type]
  if (size === undefined && !variable.has(type)) throw new Error('a property of an unknown type')
  let at = start
  let values = 1
  if (size === undefined || typeWithFlag & several) {
    values = bytes.readUInt32LE(at)
    at += 4
  }
  if (values > mostValues) throw new RangeError('a property of too many values')
  let value: MapiValue | null = null
  for (let i = 0; i < values; i++) {
    if (size !== undefined) {
      value ??= size === 4 ? bytes.readInt32LE(at) : null
      at += size
      continue
    }
    const length = bytes.readUInt32LE(at)
    at += 4
    if (at + length > bytes.length) throw new RangeError('a property is longer than its list')
    value ??= variableValue(bytes.subarray(at, at + length), type, decodeAnsi)
    at += padded(length)
  }
  return { value, end: at }
}

function variableValue(bytes: Buffer, type: number, decodeAnsi: DecodeAnsi): string | Buffer {
  if (type === unicode) return withoutEnd(bytes.toString('utf16le'))
  return type === string8 ? withoutEnd(decodeAnsi(bytes)) : bytes
}

export function withoutEnd(text: string): string {
  const end = text.indexOf('\0')
  return end < 0 ? text : text.slice(0, end)
}

function padded(length: number): number {
  return (length + 3) & ~3
}
