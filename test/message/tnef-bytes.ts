/** Writes TNEF (MS-OXTNEF) for tests: attributes, and property lists inside them. */
export function tnefBytes(...attributes: Buffer[]): Buffer {
  return Buffer.concat([uint32(0x223e9f78), Buffer.from([1, 0]), ...attributes])
}

export function attribute(level: 1 | 2, id: number, data: Buffer): Buffer {
  const sum = data.reduce((total, byte) => (total + byte) & 0xffff, 0)
  const checksum = Buffer.from([sum & 0xff, sum >> 8])
  return Buffer.concat([Buffer.from([level]), uint32(id), uint32(data.length), data, checksum])
}

/** A file as old Outlooks write it, with a short name and its data in attributes of their own. */
export function plainFile(name: string, data: Buffer): Buffer {
  return Buffer.concat([
    attribute(2, 0x00069002, Buffer.alloc(14)),
    attribute(2, 0x00018010, Buffer.from(`${name}\0`)),
    attribute(2, 0x0006800f, data),
  ])
}

export function file(...properties: Buffer[]): Buffer {
  return Buffer.concat([
    attribute(2, 0x00069002, Buffer.alloc(14)),
    attribute(2, 0x00069005, list(properties)),
  ])
}

export function message(...properties: Buffer[]): Buffer {
  return attribute(1, 0x00069003, list(properties))
}

export function text(id: number, value: string): Buffer {
  return Buffer.concat([tag(0x1f, id), uint32(1), sized(Buffer.from(`${value}\0`, 'utf16le'))])
}

export function bytes(id: number, value: Buffer, type = 0x102): Buffer {
  return Buffer.concat([tag(type, id), uint32(1), sized(value)])
}

export function number(id: number, value: number): Buffer {
  return Buffer.concat([tag(3, id), uint32(value)])
}

/** A named property, as Outlook adds many: to be stepped over. */
export function named(name: string, value: number): Buffer {
  const utf16 = sized(Buffer.from(`${name}\0`, 'utf16le'))
  return Buffer.concat([tag(3, 0x8001), Buffer.alloc(16, 7), uint32(1), utf16, uint32(value)])
}

export const messageInside = Buffer.from('0703020000000000c000000000000046', 'hex')

function list(properties: Buffer[]): Buffer {
  return Buffer.concat([uint32(properties.length), ...properties])
}

function tag(type: number, id: number): Buffer {
  const both = Buffer.alloc(4)
  both.writeUInt16LE(type, 0)
  both.writeUInt16LE(id, 2)
  return both
}

function sized(data: Buffer): Buffer {
  return Buffer.concat([uint32(data.length), data, Buffer.alloc((4 - (data.length % 4)) % 4)])
}

export function uint32(value: number): Buffer {
  const out = Buffer.alloc(4)
  out.writeUInt32LE(value >>> 0)
  return out
}
