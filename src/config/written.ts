/** Looks into the configuration as written, whose shape nobody has vouched for. */

/** The value under a key, or undefined where there is no object or no such key. */
export function at(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined
  return (value as Record<string, unknown>)[key]
}

export function items(value: unknown): unknown[] {
  return Array.isArray(value) ? value : []
}

export function entries(value: unknown): [string, unknown][] {
  return typeof value === 'object' && value !== null ? Object.entries(value) : []
}

/** Text as names and addresses are compared: trimmed, in small letters; undefined for no text. */
export function word(value: unknown): string | undefined {
  return typeof value === 'string' ? value.trim().toLowerCase() : undefined
}
