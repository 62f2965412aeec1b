import { renameSync, writeFileSync } from 'node:fs'
import { codeOf, Failure } from '../../errors.ts'

/**
 * Writes a value as JSON into a file that its owner alone may read, also where it replaces one that
 * others could read. Without `replace` a file that is there stays.
 */
export function writePrivately(file: string, value: object, replace: boolean): void {
  const target = replace ? `${file}.${process.pid}` : file
  try {
    writeFileSync(target, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600, flag: 'wx' })
    if (replace) renameSync(target, file)
  } catch (error) {
    throw new Failure('write', `${file} cannot be written (${codeOf(error)}).`, { cause: error })
  }
}
