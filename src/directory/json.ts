import { findJsonFault } from '../config/json.ts'
import { Failure } from '../errors.ts'
import { columnsFault, fieldOf } from './columns.ts'
import { gatherUsers, type Reading, type Values } from './reading.ts'

/**
 * Users of a JSON text: a list of objects, or an object with the list as its `users`. A user that
 * cannot be read costs itself only. Throws Failure `directory-file`.
 */
export function readJson(text: string): Reading {
  const list = listOf(parse(text))
  const gathered = gatherUsers()
  for (const [i, one] of list.entries()) {
    const place = `user ${i + 1}`
    const values = valuesOf(one)
    if (typeof values === 'string') gathered.fault(place, values)
    else gathered.add(place, values)
  }
  return gathered.reading
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    const fault = findJsonFault(text)
    const where = fault ? `line ${fault.line}, column ${fault.column}: ${fault.text}` : 'unreadable'
    throw new Failure('directory-file', `The file is not valid JSON: ${where}.`)
  }
}

function listOf(value: unknown): unknown[] {
  const list = isObject(value) ? value.users : value
  if (!Array.isArray(list)) {
    throw new Failure('directory-file', 'The file holds no list of users.')
  }
  const names = new Set(
    list.slice(0, 1000).flatMap((one) => (isObject(one) ? Object.keys(one) : [])),
  )
  const fault = list.length === 0 ? null : columnsFault([...names])
  if (fault !== null) throw new Failure('directory-file', `The users lack something: ${fault}.`)
  return list
}

function valuesOf(one: unknown): Values | string {
  if (!isObject(one)) return 'is no object'
  const values: Values = {}
  for (const [name, value] of Object.entries(one)) {
    const field = fieldOf(name)
    if (field === null || value === null || values[field]) continue
    if (typeof value === 'object') return `${name} is neither text nor number`
    values[field] = String(value)
  }
  return values
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
