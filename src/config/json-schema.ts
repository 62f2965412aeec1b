import { z } from 'zod'
import { schema } from './schema.ts'

/** The part of JSON Schema (draft 7) that describes our options. */
export interface JsonSchema {
  type?: string
  pattern?: string
  description?: string
  properties?: Record<string, JsonSchema>
  additionalProperties?: false | JsonSchema
  items?: JsonSchema
  [keyword: string]: unknown
}

/** The schema of the configuration file, for editors: draft 7 is the one that they all know. */
export function jsonSchema(): JsonSchema {
  return z.toJSONSchema(schema, { io: 'input', target: 'draft-7' }) as JsonSchema
}

/** The keys that the object at this place of the file may have; none where there is no object. */
export function keysAt(whole: JsonSchema, path: readonly PropertyKey[]): string[] {
  const part = path.reduce<JsonSchema | undefined>(partAt, whole)
  return Object.keys(part?.properties ?? {})
}

/** The schema of one step further in: of the items of a list, or of a key. */
export function partAt(part: JsonSchema | undefined, step: PropertyKey): JsonSchema | undefined {
  if (typeof step === 'number') return part?.items
  return part?.properties?.[String(step)] ?? (part?.additionalProperties || undefined)
}
