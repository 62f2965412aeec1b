import { type JsonSchema, jsonSchema, partAt } from './json-schema.ts'
import type { Config } from './schema.ts'
import { HIDDEN, isSecret } from './secrets.ts'
import { DURATION, formatDuration, formatSize } from './values.ts'

/**
 * The effective configuration in the form of the file, so that it can be read beside it and be one
 * itself: every default filled in, `(secret)` in place of every secret, which has to be put back.
 */
export function effective(config: Config): Record<string, unknown> {
  const { file: _, store, ...rest } = config
  const { path, ...folders } = store
  const whole = { ...rest, store: { url: `sqlite:${path}`, ...folders } }
  return asWritten(whole, jsonSchema()) as Record<string, unknown>
}

/** One line for every option that is not itself a group: its path and its value. */
export function flatten(value: unknown, path = ''): [path: string, value: string][] {
  if (Array.isArray(value) && value.some(isGroup)) {
    return value.flatMap((item, index) => flatten(item, `${path}[${index}]`))
  }
  if (isGroup(value)) {
    return Object.entries(value).flatMap(([key, inner]) =>
      flatten(inner, path ? `${path}.${key}` : key),
    )
  }
  return [[path, Array.isArray(value) ? value.join(', ') : String(value)]]
}

function asWritten(value: unknown, part: JsonSchema | undefined): unknown {
  if (part?.type === 'string' && typeof value !== 'string') return text(value, part)
  if (Array.isArray(value)) return value.map((item, index) => asWritten(item, partAt(part, index)))
  if (!isGroup(value)) return value
  return Object.fromEntries(
    inOrder(Object.entries(value), part).map(([key, inner]) => [
      key,
      isSecret(key) ? HIDDEN : asWritten(inner, partAt(part, key)),
    ]),
  )
}

/** The order of the schema, which is the order that the file is best read in. */
function inOrder(entries: [string, unknown][], part: JsonSchema | undefined): [string, unknown][] {
  const keys = Object.keys(part?.properties ?? {})
  return entries.sort(([one], [other]) => keys.indexOf(one) - keys.indexOf(other))
}

/** What the file has as text and the program as something else: durations, sizes, the poll. */
function text(value: unknown, part: JsonSchema): unknown {
  if (typeof value === 'number') {
    return part.pattern === DURATION.source ? formatDuration(value) : formatSize(value)
  }
  if (!isGroup(value)) return value
  return typeof value.every === 'number' ? formatDuration(value.every) : value.cron
}

function isGroup(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
