import type { Writer } from './database.ts'

/**
 * The next number of a row of numbers; gaps are allowed, a number is never given twice. `first` is the
 * number that an unused counter starts with.
 */
export async function nextNumber(writer: Writer, name: string, first: number): Promise<number> {
  const row = await writer
    .insertInto('counter')
    .values({ name, value: first })
    .onConflict((c) =>
      c.column('name').doUpdateSet((eb) => ({ value: eb('counter.value', '+', 1) })),
    )
    .returning('value')
    .executeTakeFirstOrThrow()
  return row.value
}
