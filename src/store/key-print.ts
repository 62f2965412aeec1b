import type { Reader, Writer } from './database.ts'
import { getMeta, setMeta } from './meta.ts'

const NAME = 'key-print'

/** By what the key of this store is known; undefined where it was never used. */
export async function findKeyPrint(reader: Reader): Promise<string | undefined> {
  return await getMeta<string>(reader, NAME)
}

export async function setKeyPrint(writer: Writer, print: string): Promise<void> {
  await setMeta(writer, NAME, print)
}
