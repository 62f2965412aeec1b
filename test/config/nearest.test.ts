import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { distance, nearest } from '../../src/config/nearest.ts'

test.each([
  ['prt', ['host', 'port', 'user'], 'port'],
  ['PORT', ['host', 'port'], 'port'],
  ['pasword', ['user', 'password'], 'password'],
  ['mailbox', ['desk', 'mailboxes'], 'mailboxes'],
  ['timezone', ['timeZone', 'tag'], 'timeZone'],
  ['tga', ['tag', 'name'], 'tag'],
  ['ta', ['tag', 'name'], 'tag'],
  ['xyz', ['tag', 'name'], undefined],
  ['colour', ['desk', 'smtp'], undefined],
  ['x', [], undefined],
])('%j among %j means %j', (word, known, meant) => {
  expect(nearest(word, known)).toBe(meant)
})

test('a distance is 0 only to itself, the same both ways, and never a detour', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'é', '👍'), maxLength: 6 })
  fc.assert(
    fc.property(word, word, word, (a, b, c) => {
      expect(distance(a, b) === 0).toBe(a === b)
      expect(distance(a, b)).toBe(distance(b, a))
      expect(distance(a, c)).toBeLessThanOrEqual(distance(a, b) + distance(b, c))
    }),
  )
})
