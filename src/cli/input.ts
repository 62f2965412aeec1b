import { readFile } from 'node:fs/promises'
import { buffer } from 'node:stream/consumers'
import { codeOf, Failure } from '../errors.ts'

/** The bytes of a file that a command names; `-` is stdin. Throws Failure `no-file`. */
export async function readInput(file: string): Promise<Buffer> {
  if (file === '-') return await buffer(process.stdin)
  try {
    return await readFile(file)
  } catch (cause) {
    throw new Failure('no-file', `${file} cannot be read (${codeOf(cause)}).`, { cause })
  }
}
