import { describe, expect, test } from '@jest/globals'
import { addressesOf, normalAddress } from '../../src/message/addresses.ts'
import { readDate } from '../../src/message/date.ts'
import { decodeWords } from '../../src/message/encoded-words.ts'
import { unflow } from '../../src/message/flowed.ts'
import { headersOf, parameter, splitHead } from '../../src/message/headers.ts'
import { messageIdOf, referencesOf } from '../../src/message/message-ids.ts'
import { atBest } from './stopwatch.ts'

describe('addresses', () => {
  test.each([
    ['Ana Ruiz <Ana@Example.COM>', [{ name: 'Ana Ruiz', address: 'ana@example.com' }]],
    ['ana@example.com', [{ name: '', address: 'ana@example.com' }]],
    [
      '"Ruiz, Ana" <ana@example.com>, b@example.com',
      [
        { name: 'Ruiz, Ana', address: 'ana@example.com' },
        { name: '', address: 'b@example.com' },
      ],
    ],
    [
      'team: ana@example.com, b@example.com;',
      [
        { name: '', address: 'ana@example.com' },
        { name: '', address: 'b@example.com' },
      ],
    ],
    ['undisclosed-recipients:;', []],
    ['=?utf-8?q?Jos=C3=A9?= <j@example.com>', [{ name: 'José', address: 'j@example.com' }]],
    ['=?utf-8?b?QSwgQg==?= <a@example.com>', [{ name: 'A, B', address: 'a@example.com' }]],
    ['ana@müller.example', [{ name: '', address: 'ana@xn--mller-kva.example' }]],
    ['Ana (work) <ana@example.com>', [{ name: 'Ana', address: 'ana@example.com' }]],
    [
      '"boss@acme.test" <thief@evil.test>',
      [{ name: 'boss@acme.test', address: 'thief@evil.test' }],
    ],
    ['A\r\n B <ana@example.com>', [{ name: 'A B', address: 'ana@example.com' }]],
    ['no address at all', []],
    ['', []],
  ])('%j', (value, expected) => {
    expect(addressesOf([Buffer.from(value).toString('latin1')])).toMatchObject(expected)
    expect(addressesOf([Buffer.from(value).toString('latin1')])).toHaveLength(expected.length)
  })

  test('both spellings of an international domain are one address', () => {
    expect(normalAddress(' Ana@MÜLLER.example ')).toBe(normalAddress('ana@xn--mller-kva.example'))
  })

  test('10,000 recipients are read in no time', async () => {
    const many = Array.from({ length: 10_000 }, (_, i) => `Person ${i} <p${i}@example.com>`).join(
      ', ',
    )
    expect(addressesOf([many])).toHaveLength(10_000)
    expect(await atBest(3000, () => addressesOf([many]))).toBeLessThan(3000)
  })
})

describe('message ids', () => {
  test.each([
    ['<a@b>', '<a@b>'],
    [' < a@b > ', '<a@b>'],
    ['a@b', '<a@b>'],
    ['<a@b> (added by host)', '<a@b>'],
    ['<>', null],
    ['', null],
    [null, null],
  ])('%j is %j', (value, id) => {
    expect(messageIdOf(value)).toBe(id)
  })

  test('references come first, then the answered mail, without repeats', () => {
    expect(referencesOf(['<a@x>\t<b@x>,<a@x>'], ['<b@x>'])).toEqual(['<a@x>', '<b@x>'])
    expect(referencesOf(['<a@x>'], ['<Your mail of Monday <c@x>'])).toEqual(['<a@x>', '<c@x>'])
    expect(referencesOf(undefined, ['c@x'])).toEqual(['<c@x>'])
    expect(referencesOf(undefined, ['your mail of Monday'])).toEqual([])
  })

  test('of a thousand the first and the newest are kept', () => {
    const ids = Array.from({ length: 1000 }, (_, i) => `<${i}@x>`)
    const kept = referencesOf([ids.join(' ')], ['<last@x>'])
    expect(kept).toHaveLength(50)
    expect(kept[0]).toBe('<0@x>')
    expect(kept.at(-1)).toBe('<last@x>')
  })

  test('64 KB without an id cost nothing', async () => {
    const none = ['a'.repeat(1_000_000), '<'.repeat(1_000_000)] as const
    expect(await atBest(300, () => referencesOf([none[0]], [none[1]]))).toBeLessThan(300)
  })
})

test.each([
  ['Mon, 02 Nov 2026 10:00:00 +0000', '2026-11-02T10:00:00.000Z'],
  ['Mon, 2 Nov 2026 10:00:00 +0100 (CET)', '2026-11-02T09:00:00.000Z'],
  ['2 Nov 26 10:00 EST', '2026-11-02T15:00:00.000Z'],
  ['Mon, 02 Nov 2026 10:00:00 GMT', '2026-11-02T10:00:00.000Z'],
  ['Mon,  2 Nov 2026 10.00.00 -0330', '2026-11-02T13:30:00.000Z'],
  ['Mon Nov  2 10:00:00 2026', '2026-11-02T10:00:00.000Z'],
  ['Mon Nov  2 10:00:00 CET 2026', '2026-11-02T09:00:00.000Z'],
  ['2026-11-02T10:00:00+02:00', '2026-11-02T08:00:00.000Z'],
  ['02-Nov-2026 10:00:00 +0000', '2026-11-02T10:00:00.000Z'],
  ['Thu, 01 Jan 1970 00:00:00 +0000', '1970-01-01T00:00:00.000Z'],
  ['Mon, 32 Nov 2026 10:00:00 +0000', null],
  ['Thu, 01 Jan 1960 00:00:00 +0000', null],
  ['foo 1', null],
  ['tomorrow', null],
  ['', null],
  [null, null],
])('the date %j is %j', (value, date) => {
  expect(readDate(value)).toBe(date)
})

test.each([
  ['plain', 'plain'],
  ['=?utf-8?q?caf=C3=A9_olé?=', 'café olé'],
  ['=?UTF-8?B?Y2Fmw6k=?=', 'café'],
  ['=?utf-8?b?Y2Fmw6k?=', 'café'],
  ['=?iso-8859-1?q?caf=E9?= and =?utf-8?q?=E2=82=AC?=', 'café and €'],
  ['=?utf-8?q?a?= =?utf-8?q?b?=', 'ab'],
  ['=?utf-8?q?a?=\r\n =?iso-8859-1?q?b?=', 'ab'],
  ['=?utf-8?b?ww==?= =?utf-8?b?qQ==?=', 'é'],
  ['=?utf-8?q?=C3?= =?utf-8?q?=A9?=', 'é'],
  ['=?utf-8*en?q?hi?=', 'hi'],
  ['=?x-unheard-of?q?hi?=', 'hi'],
  ['=?utf-8?q?why? really?=', 'why? really'],
  ['=?shift_jis?b?k/qWe4zq?=', '日本語'],
  ['=?koi8-r?b?8NLJ18XU?=', 'Привет'],
  ['=?utf-8?x?hi?=', '=?utf-8?x?hi?='],
  ['=?utf-8?q?open', 'open'],
  ['=?utf-8?q', '=?utf-8?q'],
])('%j reads %j', (text, decoded) => {
  expect(decodeWords(text)).toBe(decoded)
})

test('a flood of opened words costs no more than its size', async () => {
  const flood = '=?a?q?'.repeat(40_000)
  expect(await atBest(2000, () => decodeWords(flood))).toBeLessThan(2000)
})

test.each([
  ['one \ntwo\nthree', false, 'one two\nthree'],
  ['> one \n> two\nthree', false, '> one two\nthree'],
  ['one \n> quoted', false, 'one \n> quoted'],
  [' > not a quote', false, '> not a quote'],
  ['end\n-- \nAna', false, 'end\n-- \nAna'],
  ['日 \n本', true, '日本'],
])('format=flowed %j', (text, delSp, unflowed) => {
  expect(unflow(text, delSp)).toBe(unflowed)
})

test('heads are split at the first empty line and unfolded', () => {
  const { lines, body } = splitHead(
    Buffer.from('A: one\r\n two\r\nB: x\r\na: three\r\n\r\nbody\r\n\r\nmore'),
  )
  const headers = headersOf(lines)
  expect(headers.get('a')).toEqual(['one two', 'three'])
  expect(headers.get('b')).toEqual(['x'])
  expect(body.toString()).toBe('body\r\n\r\nmore')
})

test.each([
  ['multipart/report; report-type=delivery-status; boundary=x', 'delivery-status'],
  ['multipart/report; boundary=x; report-type="Delivery-Status"', 'delivery-status'],
  ['multipart/report', null],
  [null, null],
])('the report type of %j is %j', (value, type) => {
  expect(parameter(value, 'report-type')).toBe(type)
})
