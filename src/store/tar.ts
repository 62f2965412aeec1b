/** Everything in a tar file fills blocks of this many bytes (POSIX.1-1988, ustar). */
export const BLOCK = 512

export interface TarHeader {
  name: string
  /** Bytes. */
  size: number
  /** Seconds since 1970. */
  modified: number
}

/** From here on a size does not fit into eleven octal digits: 8 GB. */
const OCTAL_ENDS = 8 ** 11

/** The block before a file. Throws RangeError for a name that does not fit. */
export function tarHeader({ name, size, modified }: TarHeader): Buffer {
  if (!/^[\x21-\x7e]{1,99}$/.test(name)) throw new RangeError(`${name} is no name for an archive`)
  const block = Buffer.alloc(BLOCK)
  block.write(name, 0, 'latin1')
  block.write('0000600\0' + '0000000\0' + '0000000\0', 100, 'latin1')
  if (size < OCTAL_ENDS) block.write(octal(size, 11), 124, 'latin1')
  else {
    // GNU's way, which every tar reads: the highest bit, then the number in base 256.
    block[124] = 0x80
    block.writeBigUInt64BE(BigInt(size), 128)
  }
  block.write(`${octal(modified, 11)}\0`, 136, 'latin1')
  // The sum is counted with spaces in its own place.
  block.write(`${' '.repeat(8)}0`, 148, 'latin1')
  block.write('ustar\x0000', 257, 'latin1')
  const sum = block.reduce((total, byte) => total + byte, 0)
  block.write(`${octal(sum, 6)}\0 `, 148, 'latin1')
  return block
}

/**
 * What such a block says; null for any block that we would not have written so: what cannot be
 * written again from what was read is damaged, wherever the damage is.
 */
export function readTarHeader(block: Buffer): TarHeader | null {
  const name = block.toString('latin1', 0, 100).replace(/\0+$/, '')
  const size = block[124] === 0x80 ? Number(block.readBigUInt64BE(128)) : fromOctal(block, 124)
  const modified = fromOctal(block, 136)
  const isWhole = Number.isSafeInteger(size) && Number.isSafeInteger(modified)
  if (!isWhole || !/^[\x21-\x7e]{1,99}$/.test(name)) return null
  const header = { name, size, modified }
  return tarHeader(header).equals(block) ? header : null
}

/** Zeros that fill the last block of a file. */
export function padding(size: number): number {
  return (BLOCK - (size % BLOCK)) % BLOCK
}

function octal(number: number, digits: number): string {
  return number.toString(8).padStart(digits, '0')
}

function fromOctal(block: Buffer, at: number): number {
  const digits = block.toString('latin1', at, at + 11)
  return /^[0-7]{11}$/.test(digits) ? Number.parseInt(digits, 8) : Number.NaN
}
