import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { harmless, nameOf } from '../../src/notification/plain.ts'

test.each([
  ['Printer is on fire', 'Printer is on fire'],
  ['see https://evil.test/a?b=c now', 'see … now'],
  ['see www.evil.test now', 'see … now'],
  ['cheap.shop and pills.example.com', '… and …'],
  ['evil.test/pills', '…'],
  ['write mailto:x@evil.test', 'write …'],
  ['report.pdf and v2.10 at 10.30', 'report.pdf and v2.10 at 10.30'],
  ['two\r\nlines\tand  spaces', 'two lines and spaces'],
])('%j is harmless as %j', (words, expected) => {
  expect(harmless(words, 100)).toBe(expected)
})

test('is never longer than asked for, and never ends within a character', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 20 }), (words, most) => {
      const kept = harmless(words, most)
      expect([...kept].length).toBeLessThanOrEqual(most)
      expect(kept).not.toMatch(/\p{Surrogate}/u)
    }),
  )
})

test.each([
  ['Ana Ruiz', 'ana@people.test', 'Ana Ruiz'],
  ['', 'ana@people.test', 'ana'],
  ['ceo@bank.test', 'x@evil.test', 'x'],
  ['win at https://evil.test', 'x@evil.test', 'win at …'],
])('%j <%s> is called %s', (name, address, called) => {
  expect(nameOf({ name, address })).toBe(called)
})
