import {
  chmodSync,
  chownSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
} from 'node:fs'
import { codeOf, Failure } from '../../errors.ts'

/**
 * Writes a value as JSON into a file that its owner alone may read, also where it replaces one that
 * everybody could read; one that was kept for a group stays so, or its daemon could not read it.
 * Without `replace` a file that is there stays.
 */
export function writePrivately(file: string, value: object, replace: boolean): void {
  const target = replace ? `${file}.${process.pid}` : file
  try {
    writeFileSync(target, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600, flag: 'wx' })
    if (!replace) return
    const before = statSync(file, { throwIfNoEntry: false })
    if (before) keepReaders(target, before)
    renameSync(target, file)
  } catch (error) {
    if (replace) rmSync(target, { force: true })
    throw new Failure('write', `${file} cannot be written (${codeOf(error)}).`, { cause: error })
  }
}

function keepReaders(target: string, { uid, gid, mode }: Stats): void {
  try {
    chownSync(target, uid, gid)
  } catch {
    // Whose it was may not be said by everybody: then it is for its new owner only.
    return
  }
  if ((mode & 0o007) === 0) chmodSync(target, mode & 0o777)
}
