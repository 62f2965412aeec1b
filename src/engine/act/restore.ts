import { createWriteStream, existsSync, statSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { Store as Place } from '../../config/schema.ts'
import { codeOf, Failure } from '../../errors.ts'
import { type OnProgress, unseen } from '../../progress.ts'
import { readArchive } from '../../store/archive.ts'
import { rawFileOf } from '../../store/database.ts'
import { prepareRestored, type Restored } from '../../store/restored.ts'
import { RAW_PART, STORE_PART } from '../../store/snapshot.ts'
import { asBackupFailure, FILES_PART, refuseOther } from './backup.ts'

/**
 * Puts a backup where the configuration wants the store, which must not be there yet; nothing is in
 * its place before all of the archive was found whole. `isMoved`: nothing ran after the backup was
 * made. Throws Failure `store-not-empty`, `backup-damaged`, `backup`, `store-newer`.
 */
export async function restoreBackup(
  place: Place,
  file: string,
  isMoved: boolean,
  onProgress: OnProgress = unseen,
): Promise<Restored> {
  await refuseFull(place)
  const home = path.dirname(place.path)
  try {
    await mkdir(home, { recursive: true, mode: 0o700 })
    const draft = await mkdtemp(path.join(home, 'restore-'))
    try {
      await unpack(file, draft, onProgress)
      const restored = await prepareRestored(path.join(draft, STORE_PART), isMoved)
      await putInPlace(draft, place)
      return restored
    } finally {
      await rm(draft, { recursive: true, force: true })
    }
  } catch (error) {
    throw asBackupFailure(error, file)
  }
}

async function refuseFull({ path: store, files }: Place): Promise<void> {
  const raw = rawFileOf(store)
  const held = await readdir(files).catch(() => [])
  const there = [store, `${store}-wal`, raw, `${raw}-wal`].find(holdsSomething)
  const what = there ?? (held.length > 0 ? files : null)
  if (what === null) return
  throw new Failure('store-not-empty', `There is a store already: ${what}. Nothing was restored.`, {
    advice: 'Move it away first, or name another place in store.url and store.files.',
  })
}

/** What was only looked at leaves empty files behind, which hold nobody's mail. */
function holdsSomething(file: string): boolean {
  return (statSync(file, { throwIfNoEntry: false })?.size ?? 0) > 0
}

async function unpack(file: string, draft: string, onProgress: OnProgress): Promise<void> {
  const keep = async (name: string, pieces: AsyncIterable<Buffer>) => {
    const target = path.join(draft, name)
    if (!target.startsWith(`${draft}${path.sep}`)) refuseOther([name], file)
    await mkdir(path.dirname(target), { recursive: true, mode: 0o700 })
    await pipeline(pieces, createWriteStream(target, { mode: 0o600, flush: true }))
  }
  const names = await readArchive(file, keep, onProgress)
  refuseOther(names, file)
}

/** The store itself last: while it is not there, nothing takes the rest for a store. */
async function putInPlace(draft: string, place: Place): Promise<void> {
  const files = path.join(draft, FILES_PART)
  if (existsSync(files)) {
    await mkdir(path.dirname(place.files), { recursive: true, mode: 0o700 })
    await rename(files, place.files).catch((error: unknown) => otherDisk(error, place.files))
  }
  await rename(path.join(draft, RAW_PART), rawFileOf(place.path))
  await rename(path.join(draft, STORE_PART), place.path)
  await chmod(place.path, 0o600)
}

function otherDisk(error: unknown, files: string): never {
  if (codeOf(error) !== 'EXDEV') throw error
  throw new Failure('backup', `${files} lies on another disk than the store.`, {
    advice: 'Restore with store.files beside the store, and move that folder after it.',
  })
}
