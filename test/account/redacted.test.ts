import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import {
  fullNames,
  partsPattern,
  phrasesPattern,
  REDACTED,
  redacted,
} from '../../src/account/redacted.ts'
import type { Fold } from '../../src/message/mail.ts'

const without = (name: string, text: string) => {
  const pattern = phrasesPattern(fullNames(name, []))
  return pattern && text.replace(pattern, REDACTED)
}

test.each<[string, string[], string[]]>([
  ['Ana Ruiz', [], ['Ana Ruiz', 'Ruiz, Ana']],
  [
    'Ana Ruiz',
    ['Ana', 'Globex Sales', 'A. Ruiz'],
    ['Ana Ruiz', 'Ruiz, Ana', 'A. Ruiz', 'Ruiz, A.'],
  ],
  ['Ana', ['Ana Ruiz'], ['Ana Ruiz', 'Ruiz, Ana']],
  [
    'Ana Ruiz Gil',
    ['Sales de Ana'],
    [
      'Ana Ruiz Gil',
      'Ruiz Gil, Ana',
      'Gil, Ana Ruiz',
      'Sales de Ana',
      'de Ana, Sales',
      'Ana, Sales de',
    ],
  ],
  [
    'Rosa de la Cruz',
    ['Sales de la Casa'],
    ['Rosa de la Cruz', 'de la Cruz, Rosa', 'la Cruz, Rosa de', 'Cruz, Rosa de la'],
  ],
  ['', ['Globex Sales'], []],
])('%j, who writes as %j, is surely meant by %j', (known, written, expected) => {
  expect(fullNames(known, written)).toEqual(expected)
})

test.each<[string, string, string | null]>([
  ['Ana Ruiz', "Ana's phone, not Joana's", "[erased]'s phone, not Joana's"],
  ['Rosa M. de la Cruz', 'm. rosa, de la casa', 'm. [erased], de la casa'],
  ['Li Bo', 'li, bo', '[erased], [erased]'],
  ["Joan O'Brien", "o'brien", '[erased]'],
  ['', 'Ask Ana.', null],
  ['M. de', 'm de', null],
])('a part of %j in %j', (name, text, expected) => {
  const pattern = partsPattern([name])
  expect(pattern && text.replace(pattern, REDACTED)).toBe(expected)
})

test('the longest phrase is found first, spelled as it is', () => {
  const pattern = phrasesPattern(['Ana Ruiz', 'Ana Ruiz (Gil)', '  ']) as RegExp
  expect('ana ruiz (gil) and Ana\nRuiz'.replace(pattern, REDACTED)).toBe('[erased] and [erased]')
})

test.each<[string, string, string | null]>([
  ['Ana Ruiz', 'Ask Ana Ruiz.', 'Ask [erased].'],
  ['Ana Ruiz', 'ANA RUIZ and ana ruiz', '[erased] and [erased]'],
  ['Ana Ruiz', '> says Ana\n> Ruiz today', '> says [erased] today'],
  ['Ana Ruiz', '<b>Ana&nbsp;Ruiz</b>', '<b>[erased]</b>'],
  ['Ana Ruiz', 'Joana Ruiz; Ana Ruizo, Ana and Ruiz', 'Joana Ruiz; Ana Ruizo, Ana and Ruiz'],
  ['Zoë (Z.) Ñu', 'Zoë (Z.) Ñu is out', '[erased] is out'],
  ['Ana Ruiz', 'On Monday Ruiz,\n> Ana wrote:', 'On Monday [erased] wrote:'],
  ['Ana', 'Ask Ana.', null],
  ['', 'Ask Ana.', null],
])('without %j: %j', (name, text, expected) => {
  expect(without(name, text)).toBe(expected)
})

test('folds stay between the same words', () => {
  // Longer and shorter than what stands in place of it.
  const part = fc.array(fc.constantFrom('Li Bo', 'Li  \n\n>  Bo', 'Li', 'x', '\n'), {
    maxLength: 6,
  })
  const pattern = phrasesPattern(['Li Bo']) as RegExp
  fc.assert(
    fc.property(fc.array(part, { maxLength: 6 }), (parts) => {
      const pieces = parts.map((words) => `${words.join('')}.`)
      const folds: Fold[] = []
      let text = ''
      for (const piece of pieces) {
        folds.push({ kind: 'quote', start: text.length, end: text.length + piece.length })
        text += piece
      }
      const after = redacted({ text, reply: text, html: null, folds }, pattern, REDACTED)
      expect(after.folds.map(({ start, end }) => after.text.slice(start, end))).toEqual(
        pieces.map((piece) => piece.replace(pattern, REDACTED)),
      )
    }),
  )
})

test('a fold that begins within a name begins behind what stands in place of it', () => {
  const words = { text: 'Hi Li Bo, bye', reply: '', html: null }
  const pattern = phrasesPattern(['Li Bo']) as RegExp
  const { text, folds } = redacted(
    { ...words, folds: [{ kind: 'quote', start: 5, end: 13 }] },
    pattern,
    REDACTED,
  )
  expect(folds.map(({ start, end }) => text.slice(start, end))).toEqual([', bye'])
})
