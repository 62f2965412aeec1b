import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import type { Store as Place } from '../../config/schema.ts'
import { codeOf, Failure, sentence } from '../../errors.ts'
import { type OnProgress, unseen } from '../../progress.ts'
import { readArchive, writeArchive } from '../../store/archive.ts'
import { RAW_PART, STORE_PART, snapshot } from '../../store/snapshot.ts'
import { checkKept, refuseMissing } from '../missing-files.ts'

/** What lies in the folder of files stands below this in a backup. */
export const FILES_PART = 'files/'

const WITHOUT = ' `ticketd backup FILE --incomplete` goes without them.'

/**
 * Writes everything that the store holds into one archive, while the daemon works; the key file is
 * left out. What is copied, and then what is written, is told in bytes. The archive has its name
 * when it is whole, not before. A store whose attachments are not all there has no backup, unless
 * it may be `incomplete`. Throws Failure `exists`, `backup`, `files-missing`, `files-unreadable`, and
 * those of the store.
 */
export async function backUp(
  place: Place,
  file: string,
  now: number,
  onProgress: OnProgress = unseen,
  incomplete = false,
): Promise<{ size: number; parts: number; missing: number }> {
  if (existsSync(file)) {
    throw new Failure('exists', `${file} is there already.`, { advice: 'Name another file.' })
  }
  if (!existsSync(place.path)) {
    throw new Failure('no-store', `There is no store at ${place.path}.`, {
      advice: 'Correct store.url.',
    })
  }
  const folder = path.dirname(file)
  if (!existsSync(folder)) {
    throw new Failure('backup', `There is no folder ${folder}.`, { advice: 'Make it first.' })
  }
  const draft = `${file}.${randomBytes(4).toString('hex')}`
  try {
    // Beside the archive: that disk is meant to hold as much.
    await mkdir(draft, { mode: 0o700 })
    const databases = await snapshot(place.path, draft, onProgress).catch(noRoom(folder))
    const { there, missing } = await checkKept(place, path.join(draft, STORE_PART))
    if (!incomplete) refuseMissing(place, missing, WITHOUT)
    const files = there.map((name) => {
      return { name: `${FILES_PART}${name}`, file: path.join(place.files, name) }
    })
    const parts = [...databases, ...files]
    const size = await writeArchive(path.join(draft, 'whole'), parts, now, onProgress)
    await rename(path.join(draft, 'whole'), file)
    return { size, parts: parts.length, missing: missing.length }
  } catch (error) {
    throw asBackupFailure(error, blamed(error, place.files) ?? file)
  } finally {
    await rm(draft, { recursive: true, force: true })
  }
}

/**
 * Reads an archive to its end. Throws Failure `backup-damaged` when a single bit is not as it was
 * written, `backup` when it cannot be read.
 */
export async function verifyBackup(
  file: string,
  onProgress: OnProgress = unseen,
): Promise<{ parts: number }> {
  const readOver = async (_name: string, pieces: AsyncIterable<Buffer>) => {
    for await (const _piece of pieces);
  }
  try {
    const names = await readArchive(file, readOver, onProgress)
    return { parts: refuseOther(names, file).length }
  } catch (error) {
    throw asBackupFailure(error, file)
  }
}

/** An archive of something else that happens to have our sums. */
export function refuseOther(names: readonly string[], file: string): readonly string[] {
  const isKnown = (name: string) =>
    name === STORE_PART || name === RAW_PART || name.startsWith(FILES_PART)
  if (names.includes(STORE_PART) && names.includes(RAW_PART) && names.every(isKnown)) return names
  throw new Failure('backup-damaged', `${file} is no backup of a ticketd store.`)
}

/** The store is only read: what is full is the disk of the copy. */
function noRoom(folder: string) {
  return (error: unknown): never => {
    if (codeOf(error) !== 'store-full') throw error
    throw new Failure('backup', `There is no room for the backup in ${folder}.`, {
      advice: 'While it is written, as much room again is needed beside it.',
      cause: error,
    })
  }
}

/** The attachment that an error is of; undefined when it is of something else. */
function blamed(error: unknown, files: string): string | undefined {
  const { path: named } = error as NodeJS.ErrnoException
  return named?.startsWith(files) ? named : undefined
}

/** What the file system says of the archive, as a sentence. */
export function asBackupFailure(error: unknown, file: string): unknown {
  if (error instanceof Failure || codeOf(error) === undefined) return error
  const what = codeOf(error) === 'ENOENT' ? 'is not there' : `cannot be used: ${sentence(error)}`
  return new Failure('backup', `${file} ${what}.`, { cause: error })
}
