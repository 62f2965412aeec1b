import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { findJsonFault } from '../../src/config/json.ts'

test.each([
  ['', 1, 1, 'expected a value, found the end of the file'],
  ['{"a": 1,}', 1, 9, 'expected a key in double quotes, found "}"'],
  ['{\n  "a": 1\n  "b": 2\n}', 3, 3, 'expected a comma or }, found "\\""'],
  ['{\n  a: 1\n}', 2, 3, 'expected a key in double quotes, found "a"'],
  ['{"a" 1}', 1, 6, 'expected a colon, found "1"'],
  ['[1, 2', 1, 6, 'expected a comma or ], found the end of the file'],
  ['{"a": tru}', 1, 7, 'expected a value, found "t"'],
  ['{"a": 01}', 1, 8, 'expected a comma or }, found "1"'],
  ['{"a": "x\ny"}', 1, 7, 'expected a value, found "\\""'],
  ['{} {}', 1, 4, 'expected the end of the file, found "{"'],
  ['{"a": 1 // no comment\n}', 1, 9, 'expected a comma or }, found "/"'],
  ['{\n  "a": 1,\n  "a": 2\n}', 3, 3, 'the key "a" is given twice'],
])('%j: line %i, column %i: %s', (text, line, column, fault) => {
  expect(findJsonFault(text)).toEqual({ line, column, text: fault })
})

test('the same key in two objects is no fault', () => {
  expect(findJsonFault('[{"a": 1}, {"a": {"a": []}}, {}]')).toBeUndefined()
})

test('finds no fault in anything that JSON can say', () => {
  fc.assert(
    fc.property(fc.json(), fc.constantFrom(0, 1, 2), (json, indent) => {
      expect(findJsonFault(JSON.stringify(JSON.parse(json), null, indent))).toBeUndefined()
    }),
  )
})

test('agrees with JSON.parse on damaged text', () => {
  const damaged = fc
    .tuple(
      fc.json({ maxDepth: 3 }),
      fc.nat(),
      fc.constantFrom('', '{', '}', '[', ',', '"', ':', '0', '\\'),
    )
    .map(([json, place, piece]) => {
      const at = place % (json.length + 1)
      return json.slice(0, at) + piece + json.slice(at + 1)
    })
  fc.assert(
    fc.property(damaged, (text) => {
      const fault = findJsonFault(text)
      if (fault?.text.endsWith('is given twice')) return
      expect(fault === undefined).toBe(isJson(text))
    }),
    { numRuns: 2000 },
  )
})

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
