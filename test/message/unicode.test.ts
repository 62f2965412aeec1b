import { expect, test } from '@jest/globals'
import { oneLine, storable } from '../../src/message/unicode.ts'

test.each([
  ['two\r\nlines', 'two lines'],
  ['a\ttab\u0007 and a bell', 'a tab and a bell'],
  ['half \ud83d of a smile\0', 'half \ufffd of a smile'],
  // What turns the text that others put behind it is no part of a name or a subject.
  ['\u202eGlobex\u202c \u2067Inc\u2069', 'Globex Inc'],
  ['مرحبا\u200f!', 'مرحبا\u200f!'],
])('%j in one line', (text, expected) => {
  expect(oneLine(text)).toBe(expected)
})

test('what can be stored keeps its lines', () => {
  expect(storable('a\r\nb\0')).toBe('a\r\nb')
})
