import { readFile, stat } from 'node:fs/promises'
import type { DirectoryFault } from '../account/directory-fault.ts'
import { codeOf, type Failure } from '../errors.ts'
import { readCsv } from './csv.ts'
import { readJson } from './json.ts'
import { fileFailure, type Reading } from './reading.ts'
import { decodeText } from './text.ts'

/** The users of a file: JSON where its name or its first character says so, else CSV. */
export async function readUsersFile(path: string): Promise<Reading> {
  const text = decodeText(await bytesOf(path))
  return /\.json$/i.test(path) || /^\s*[[{]/.test(text) ? readJson(text) : readCsv(text)
}

/** What changes when a file is written anew; null where there is none. */
export async function markOf(path: string): Promise<{ mark: string; writtenAt: number } | null> {
  try {
    const { size, mtimeMs, ino } = await stat(path)
    return { mark: `${ino} ${size} ${mtimeMs}`, writtenAt: mtimeMs }
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null
    throw unreadable(path, error)
  }
}

async function bytesOf(path: string): Promise<Buffer> {
  try {
    return await readFile(path)
  } catch (error) {
    throw unreadable(path, error)
  }
}

function unreadable(path: string, error: unknown): Failure {
  const code = codeOf(error) ?? 'unknown'
  const fault: DirectoryFault =
    code === 'ENOENT' ? { is: 'no-file', path } : { is: 'closed-file', path, code }
  return fileFailure(fault, { lasting: 'temporary', cause: error })
}
