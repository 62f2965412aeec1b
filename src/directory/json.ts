import type { UserFault } from '../account/directory-fault.ts'
import { findJsonFault } from '../config/json.ts'
import { columnsFault, fieldOf } from './columns.ts'
import { fileFailure, gatherUsers, type Reading, type Values } from './reading.ts'

/**
 * Users of a JSON text: a list of objects, or an object with the list as its `users`. A user that
 * cannot be read costs itself only. Throws Failure `directory-file`.
 */
export function readJson(text: string): Reading {
  const list = listOf(parse(text))
  const gathered = gatherUsers()
  for (const [i, one] of list.entries()) {
    const place = { user: i + 1 }
    const read = valuesOf(one)
    if ('fault' in read) gathered.fault(place, read.fault)
    else gathered.add(place, read.values)
  }
  return gathered.reading
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw fileFailure({ is: 'no-json', at: findJsonFault(text) ?? null })
  }
}

function listOf(value: unknown): unknown[] {
  const list = isObject(value) ? value.users : value
  if (!Array.isArray(list)) throw fileFailure({ is: 'no-list' })
  const names = new Set(
    list.slice(0, 1000).flatMap((one) => (isObject(one) ? Object.keys(one) : [])),
  )
  const fault = list.length === 0 ? null : columnsFault([...names], null)
  if (fault !== null) throw fileFailure(fault)
  return list
}

function valuesOf(one: unknown): { values: Values } | { fault: UserFault } {
  if (!isObject(one)) return { fault: { is: 'no-object' } }
  const values: Values = {}
  for (const [name, value] of Object.entries(one)) {
    const field = fieldOf(name)
    if (field === null || value === null || values[field]) continue
    if (typeof value === 'object') return { fault: { is: 'no-value', field: name } }
    values[field] = String(value)
  }
  return { values }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
