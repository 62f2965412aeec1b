import { execFileSync } from 'node:child_process'
import { chmodSync, mkdtempSync, rmdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const asRoot = process.getuid?.() === 0
const mounted: string[] = []

/** Null when a file system of our own can be mounted here, else the reason why not. */
export function mountMissing(): string | null {
  if (!asRoot) return 'Only root can mount a small disk.'
  const probe = mkdtempSync('/tmp/mount-')
  try {
    mountSmall(probe)
    unmountAll()
    return null
  } catch {
    return 'This machine lets nobody mount a small disk.'
  } finally {
    rmdirSync(probe)
  }
}

/** Null when a folder can be made read-only for this very process, else the reason why not. */
export function readOnlyMissing(): string | null {
  return asRoot ? mountMissing() : null
}

/** Puts an empty file system of so many MB over this folder. */
export function mountSmall(folder: string, megabytes = 12): void {
  const size = `size=${megabytes}m`
  execFileSync('mount', ['-t', 'tmpfs', '-o', size, 'tmpfs', folder], { stdio: 'pipe' })
  mounted.push(folder)
}

export function unmountAll(): void {
  for (const folder of mounted.splice(0)) execFileSync('umount', [folder])
}

/** Root may write whatever the mode says, but not to a file system that is mounted so. */
export function setReadOnly(folder: string, files: string[], only: boolean): void {
  if (asRoot) execFileSync('mount', ['-o', `remount,${only ? 'ro' : 'rw'}`, folder])
  else for (const file of [...files, '.']) chmodSync(join(folder, file), only ? 0o555 : 0o755)
}

/** Takes all the room that is left. */
export function fill(file: string): void {
  for (let size = 1 << 20; size >= 512; size /= 2) {
    try {
      for (;;) writeFileSync(file, Buffer.alloc(size), { flag: 'a' })
    } catch {
      // Smaller pieces may still fit.
    }
  }
}
