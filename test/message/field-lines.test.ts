import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { readFieldLines } from '../../src/message/field-lines.ts'

describe('a line', () => {
  test.each<[line: string, name: string, value: string]>([
    ['Company: Acme', 'Company', 'Acme'],
    ['  Phone :  +34 600 000 000  ', 'Phone', '+34 600 000 000'],
    ['Your name: Ana: Ruiz', 'Your name', 'Ana: Ruiz'],
    ['Teléfono: 600', 'Teléfono', '600'],
    ['Telefono\u0301n: 600', 'Telefonón', '600'],
    ['Dirección de correo: ana@x.test', 'Dirección de correo', 'ana@x.test'],
    ['Company：Acme', 'Company', 'Acme'],
    ['*Company:* Acme', 'Company', 'Acme'],
    ['**Company**: Acme', 'Company', 'Acme'],
    ['- Company: Acme', 'Company', 'Acme'],
    ['Phone:', 'Phone', ''],
    ['Site: https://x.test', 'Site', 'https://x.test'],
    ['Company:\u00a0Acme', 'Company', 'Acme'],
    ['Note: *important* thing', 'Note', '*important* thing'],
  ])('%j is a field', (line, name, value) => {
    const { fields, rest } = readFieldLines(line)
    expect(fields).toEqual([expect.objectContaining({ name, value })])
    expect(rest).toBe('')
  })

  test.each([
    'Hello,',
    'https://x.test/a',
    '09:30 it broke',
    'There is something that does not work here: the phones',
    '> Company: Acme',
    '#close',
    ': value',
  ])('%j is text', (line) => {
    expect(readFieldLines(line)).toEqual({ fields: [], rest: line })
  })
})

test('fields stand at the top, with blank lines between; the rest begins at the first other line', () => {
  const text = '\nPriority: P1\n\nColour: blue\n\nThe phones are silent.\nSince: Monday\n'
  const { fields, rest } = readFieldLines(text)
  expect(fields).toEqual([
    { name: 'Priority', value: 'P1', line: 'Priority: P1' },
    { name: 'Colour', value: 'blue', line: 'Colour: blue' },
  ])
  expect(rest).toBe('The phones are silent.\nSince: Monday\n')
})

test.each([
  'Hola,\n',
  'Hello Kim,\n\n',
  '\n¡Buenos días!\n',
  'Dear Mr. Lin,\nGood morning.\n\n',
  'Sehr geehrte Damen und Herren,\n',
  'こんにちは、\n',
])('fields stand below %j too', (greeting) => {
  const { fields, rest } = readFieldLines(`${greeting}Priority: P2\nIt is dead.`)
  expect(fields).toEqual([{ name: 'Priority', value: 'P2', line: 'Priority: P2' }])
  expect(rest).toBe('It is dead.')
})

test.each([
  'High above all\nPriority: P2',
  'Priorities\nPriority: P2',
  'Hello,\nit is dead.\nPriority: P2',
  `Hello, ${'word '.repeat(20)}\nPriority: P2`,
  'Hello,\n',
])('%j is text from its beginning', (text) => {
  expect(readFieldLines(text)).toEqual({ fields: [], rest: text })
})

test('any text is read, and its rest is its end', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      expect(text.endsWith(readFieldLines(text).rest)).toBe(true)
    }),
  )
})
