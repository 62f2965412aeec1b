import type { Reader, Writer } from './database.ts'

/** Small facts by name, as JSON. */
export async function setMeta(writer: Writer, key: string, value: unknown): Promise<void> {
  const text = JSON.stringify(value)
  await writer
    .insertInto('meta')
    .values({ key, value: text })
    .onConflict((c) => c.column('key').doUpdateSet({ value: text }))
    .execute()
}

export async function getMeta<T>(reader: Reader, key: string): Promise<T | undefined> {
  const row = await reader
    .selectFrom('meta')
    .select('value')
    .where('key', '=', key)
    .executeTakeFirst()
  return row && (JSON.parse(row.value) as T)
}
