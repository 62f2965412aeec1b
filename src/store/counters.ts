import type { Writer } from './database.ts'
import { prepared } from './prepared.ts'

const raise = prepared((db, v: { name: string; first: number }) =>
  db
    .insertInto('counter')
    .values({ name: v.name, value: v.first })
    .onConflict((c) =>
      c.column('name').doUpdateSet((eb) => ({ value: eb('counter.value', '+', 1) })),
    )
    .returning('value'),
)

/**
 * The next number of a row of numbers; gaps are allowed, a number is never given twice. `first` is
 * the number that an unused counter starts with.
 */
export async function nextNumber(writer: Writer, name: string, first: number): Promise<number> {
  const [row] = (await raise(writer, { name, first })).rows
  if (!row) throw new Error(`The counter ${name} gave no number.`)
  return row.value
}
