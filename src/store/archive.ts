import { createHash } from 'node:crypto'
import { type FileHandle, open, stat } from 'node:fs/promises'
import { codeOf, Failure } from '../errors.ts'
import { type OnProgress, unseen } from '../progress.ts'
import { BLOCK, padding, readTarHeader, tarHeader } from './tar.ts'

/** A file that goes into an archive. */
export interface Part {
  /** Its path in there. */
  name: string
  file: string
}

/** The last part, in the form of `sha256sum`: who has only tar can check an archive too. */
const SUMS = 'SHA256SUMS'

const PIECE = 1 << 20

/**
 * Writes a tar file (mode 0600) with these parts and, last, the sums of them all, telling how many
 * bytes of them are in it; it is on the disk when this resolves. A part that is gone by now is left
 * out. Gives the size in bytes. Throws what the file system throws, `EEXIST` too.
 */
export async function writeArchive(
  file: string,
  parts: readonly Part[],
  now: number,
  onProgress: OnProgress = unseen,
): Promise<number> {
  const total = (await Promise.all(parts.map(sizeOf))).reduce((sum, size) => sum + size, 0)
  let done = 0
  const modified = Math.floor(now / 1000)
  // Written by `writeFile`: `write` says nothing where a full disk took only a part.
  const out = await open(file, 'wx', 0o600)
  try {
    const sums: string[] = []
    for (const part of parts) {
      const source = await open(part.file).catch((error: unknown) => gone(error))
      if (!source) continue
      try {
        const { size } = await source.stat()
        await out.writeFile(tarHeader({ name: part.name, size, modified }))
        const hash = createHash('sha256')
        for await (const piece of pieces(source, size)) {
          hash.update(piece)
          await out.writeFile(piece)
          done += piece.length
          onProgress(done, total)
        }
        await out.writeFile(Buffer.alloc(padding(size)))
        sums.push(`${hash.digest('hex')}  ${part.name}\n`)
      } finally {
        await source.close()
      }
    }
    const list = Buffer.from(sums.join(''))
    await out.writeFile(tarHeader({ name: SUMS, size: list.length, modified }))
    await out.writeFile(list)
    // Two empty blocks are the end of a tar file.
    await out.writeFile(Buffer.alloc(padding(list.length) + 2 * BLOCK))
    await out.sync()
    return (await out.stat()).size
  } finally {
    await out.close()
  }
}

/**
 * Reads an archive from its beginning to its end and gives the names of its parts; `take` is handed
 * each part piece by piece, and the bytes that were read are told. Throws Failure `backup-damaged`
 * when a single bit is not as it was written, which may only be known at the end.
 */
export async function readArchive(
  file: string,
  take: (name: string, pieces: AsyncIterable<Buffer>) => Promise<void>,
  onProgress: OnProgress = unseen,
): Promise<string[]> {
  const source = await open(file)
  try {
    const total = (await source.stat()).size
    let done = 0
    const seen = (piece: Buffer) => {
      done += piece.length
      onProgress(done, total)
    }
    const sums = new Map<string, string>()
    for (;;) {
      const { name, size } = await nextHeader(source, file)
      if (name === SUMS) {
        await checkEnd(source, file, size, sums)
        return [...sums.keys()]
      }
      if (sums.has(name)) throw damaged(file, `${name} is in it twice`)
      const hash = createHash('sha256')
      await take(name, hashed(pieces(source, size), hash, seen))
      await skipZeros(source, file, padding(size))
      sums.set(name, hash.digest('hex'))
    }
  } catch (error) {
    throw error instanceof CutOff ? damaged(file, 'its end is missing') : error
  } finally {
    await source.close()
  }
}

async function nextHeader(source: FileHandle, file: string) {
  const header = readTarHeader(await bytes(source, BLOCK))
  if (!header) throw damaged(file, 'it is no backup, or the beginning of a part is damaged')
  return header
}

async function checkEnd(
  source: FileHandle,
  file: string,
  size: number,
  sums: ReadonlyMap<string, string>,
): Promise<void> {
  const computed = [...sums].map(([name, sum]) => `${sum}  ${name}\n`)
  const written = (await bytes(source, size)).toString('latin1')
  if (written !== computed.join('')) {
    const wrong = computed.find((line) => !written.includes(line))
    throw damaged(file, `${wrong?.slice(66).trim() ?? 'a part'} is not as it was written`)
  }
  await skipZeros(source, file, padding(size) + 2 * BLOCK)
  const { bytesRead } = await source.read(Buffer.alloc(1), 0, 1)
  if (bytesRead > 0) throw damaged(file, 'something follows its end')
}

async function skipZeros(source: FileHandle, file: string, length: number): Promise<void> {
  if ((await bytes(source, length)).some((byte) => byte !== 0)) {
    throw damaged(file, 'the filling between two parts is damaged')
  }
}

class CutOff extends Error {}

async function bytes(source: FileHandle, length: number): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const piece of pieces(source, length)) parts.push(piece)
  return Buffer.concat(parts)
}

/** The next bytes, however many pieces they come in. */
async function* pieces(source: FileHandle, length: number): AsyncGenerator<Buffer> {
  for (let left = length; left > 0; ) {
    const wanted = Math.min(left, PIECE)
    const { bytesRead, buffer } = await source.read(Buffer.alloc(wanted), 0, wanted)
    if (bytesRead === 0) throw new CutOff('the file ends too early')
    left -= bytesRead
    yield buffer.subarray(0, bytesRead)
  }
}

async function* hashed(
  source: AsyncIterable<Buffer>,
  hash: { update(piece: Buffer): unknown },
  seen: (piece: Buffer) => void,
): AsyncGenerator<Buffer> {
  for await (const piece of source) {
    hash.update(piece)
    seen(piece)
    yield piece
  }
}

/** In bytes; 0 of what is gone by now. */
async function sizeOf({ file }: Part): Promise<number> {
  return (await stat(file).catch((error: unknown) => gone(error)))?.size ?? 0
}

function gone(error: unknown): null {
  if (codeOf(error) === 'ENOENT') return null
  throw error
}

function damaged(file: string, how: string): Failure {
  return new Failure('backup-damaged', `${file} cannot be trusted: ${how}.`, {
    advice: 'Take another backup.',
  })
}
