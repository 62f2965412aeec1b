import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

/**
 * Beside the store, where there is room for big mails; the system's folder where that cannot be.
 * What a killed process left there goes: only the holder of the lease works in it.
 */
export function makeSpool(storePath: string): string {
  const folder = path.join(path.dirname(storePath), 'spool')
  try {
    rmSync(folder, { recursive: true, force: true })
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    return mkdtempSync(path.join(folder, 'run-'))
  } catch {
    return mkdtempSync(path.join(tmpdir(), 'ticketd-'))
  }
}
