import { createHash } from 'node:crypto'
import type { Reader, Writer } from './database.ts'

/** From now on this address is known as one that was erased, without being kept. */
export async function rememberErased(writer: Writer, address: string, at: string): Promise<void> {
  await writer
    .insertInto('erasedHash')
    .values({ hash: hashOf(address), at })
    .onConflict((c) => c.column('hash').doNothing())
    .execute()
}

/** Whether the person with this address was erased: a directory does not bring them back. */
export async function wasErased(reader: Reader, address: string): Promise<boolean> {
  const row = await reader
    .selectFrom('erasedHash')
    .select('hash')
    .where('hash', '=', hashOf(address))
    .executeTakeFirst()
  return row !== undefined
}

/** The same question for many addresses, asked of the store once: few people are ever erased. */
export async function readErased(reader: Reader): Promise<(address: string) => boolean> {
  const rows = await reader.selectFrom('erasedHash').select('hash').execute()
  const hashes = new Set(rows.map((row) => row.hash))
  return (address) => hashes.size > 0 && hashes.has(hashOf(address))
}

/** Somebody adds the person anew, by hand: the address is nobody's secret any more. */
export async function forgetErased(writer: Writer, address: string): Promise<void> {
  await writer.deleteFrom('erasedHash').where('hash', '=', hashOf(address)).execute()
}

function hashOf(address: string): string {
  return createHash('sha256').update(`erased ${address.trim().toLowerCase()}`).digest('hex')
}
