import { existsSync } from 'node:fs'
import { mkdir, readdir } from 'node:fs/promises'
import path from 'node:path'
import { codeOf, Failure } from '../../errors.ts'

/** What customers wrote is for the owner only of what it is written into. */
export const PRIVATE = { mode: 0o600 }

/**
 * A new or empty folder with these folders in it; gives its absolute path. Nothing is ever written
 * over: throws Failure `folder` where something lies there already, or nothing can be written.
 */
export async function newFolder(written: string, within: readonly string[]): Promise<string> {
  const place = path.resolve(written)
  try {
    await make(place)
    const there = await readdir(place, { recursive: true })
    if (there.some((name) => !within.includes(name))) throw new Failure('folder', '')
    for (const name of within) await mkdir(path.join(place, name), { recursive: true, mode: 0o700 })
    return place
  } catch (error) {
    if (error instanceof Failure) {
      const advice = 'Name a new one.'
      throw new Failure('folder', `The folder ${place} is not empty.`, { advice })
    }
    throw new Failure('folder', `The folder ${place} cannot be written (${codeOf(error)}).`)
  }
}

/** Folder by folder: Node's own recursion never ends where a folder takes none, as in `/proc`. */
async function make(folder: string): Promise<void> {
  try {
    await mkdir(folder, { mode: 0o700 })
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return
    const parent = path.dirname(folder)
    if (codeOf(error) !== 'ENOENT' || existsSync(parent)) throw error
    await make(parent)
    await mkdir(folder, { mode: 0o700 })
  }
}
