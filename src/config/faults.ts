import type { z } from 'zod'
import { jsonSchema, keysAt } from './json-schema.ts'
import { suggestion } from './nearest.ts'

/** What is wrong with one option. */
export interface Fault {
  /** Where: `mailboxes[0].imap.port`. */
  path: string
  /** What: a few words without a full stop. */
  text: string
}

export type Path = readonly PropertyKey[]

/** `mailboxes[0].imap.port` for `['mailboxes', 0, 'imap', 'port']`. */
export function pathText(path: Path): string {
  return path.reduce<string>(
    (text, step) =>
      typeof step === 'number' ? `${text}[${step}]` : `${text}${text ? '.' : ''}${String(step)}`,
    '',
  )
}

/** The faults that the schema found, in words for the person who wrote the file. */
export function shapeFaults(error: z.ZodError): Fault[] {
  return error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => unknownKey(issue.path, key))
      : [{ path: pathText(issue.path), text: issue.message }],
  )
}

function unknownKey(path: Path, key: string): Fault {
  const known = keysAt(jsonSchema(), path)
  return { path: pathText([...path, key]), text: `unknown key${suggestion(key, known)}` }
}

/**
 * Words for the faults that the schema itself has none for; handed to the schema when it checks.
 */
export function wording(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? 'is missing' : `must be ${kindOf(issue.expected)}`
    case 'invalid_value': {
      if (issue.input === undefined) return 'is missing'
      const values = issue.values.map(String)
      return `must be ${either(values)}${suggestion(String(issue.input), values)}`
    }
    case 'invalid_union':
      return 'must be text, {"env": NAME} or {"file": PATH}'
    case 'too_small':
      return `must be at least ${issue.minimum}`
    case 'too_big':
      return `must be at most ${issue.maximum}`
    case 'invalid_key':
      return 'has a name that is not allowed here'
    default:
      return undefined
  }
}

const KINDS: Record<string, string> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
}

function kindOf(expected: string): string {
  return KINDS[expected] ?? expected
}

function either(values: readonly string[]): string {
  return new Intl.ListFormat('en', { type: 'disjunction' }).format(values)
}
