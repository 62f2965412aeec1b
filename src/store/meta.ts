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

/** All facts whose names begin so; `prefix` ends with a slash. */
export async function listMeta<T>(
  reader: Reader,
  prefix: string,
): Promise<{ key: string; value: T }[]> {
  const rows = await reader
    .selectFrom('meta')
    .selectAll()
    .where('key', '>=', prefix)
    // What follows the slash in ASCII.
    .where('key', '<', `${prefix.slice(0, -1)}0`)
    .execute()
  return rows.map(({ key, value }) => ({ key, value: JSON.parse(value) as T }))
}

export async function deleteMeta(writer: Writer, key: string): Promise<void> {
  await writer.deleteFrom('meta').where('key', '=', key).execute()
}
