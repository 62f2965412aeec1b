import type { Compilable, Kysely, QueryResult } from 'kysely'
import { CompiledQuery } from './kysely.ts'
import type { Database } from './schema.ts'

/** The whole store, or a transaction. */
type Reader = Kysely<Database>

/** Runs compiled SQL on the connection behind a reader, without Kysely in between. */
export type Direct = (text: string, values: readonly unknown[]) => QueryResult<unknown>

const DIRECT = new WeakMap<Reader, Direct>()

/**
 * From now on prepared queries of this reader go the short way. A dialect without one needs none.
 */
export function goDirectly(reader: Reader, direct: Direct): void {
  DIRECT.set(reader, direct)
}

/** Runs a statement that has neither values nor rows, such as a savepoint. */
export async function run(reader: Reader, text: string): Promise<void> {
  const direct = DIRECT.get(reader)
  if (direct) direct(text, [])
  else await reader.executeQuery(CompiledQuery.raw(text))
}

/** Stands for a value while the query is built. */
class Place {
  readonly name: string
  constructor(name: string) {
    this.name = name
  }
}

/** Gives a place for every name that is asked for. */
const PLACES = new Proxy({}, { get: (_, name) => new Place(String(name)) })

/** These values of a row, for the `values` of an insert with just these columns. */
export function columns<Row extends object, Name extends keyof Row>(
  row: Row,
  ...names: Name[]
): Pick<Row, Name> {
  return Object.fromEntries(names.map((name) => [name, row[name]])) as Pick<Row, Name>
}

/**
 * A query that is asked for every mail, built and compiled once and then run with other values:
 * building costs more than SQLite needs to answer. `build` may use a value only where Kysely takes
 * one as it is (`where(…, '=', v.id)`, `values({ a: v.a })`), never look into it.
 */
export function prepared<Values extends object, Row>(
  build: (reader: Reader, v: Values) => Compilable<Row>,
): (reader: Reader, values: Values) => Promise<QueryResult<Row>> {
  let compiled: { text: string; parameters: readonly unknown[] } | undefined
  return async (reader, values) => {
    if (!compiled) {
      const { sql, parameters } = build(reader, PLACES as Values).compile()
      compiled = { text: sql, parameters }
    }
    const bound = compiled.parameters.map((p) =>
      p instanceof Place ? values[p.name as keyof Values] : p,
    )
    const direct = DIRECT.get(reader)
    if (direct) return direct(compiled.text, bound) as QueryResult<Row>
    return await reader.executeQuery(CompiledQuery.raw(compiled.text, bound) as CompiledQuery<Row>)
  }
}
