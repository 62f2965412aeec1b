import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import {
  formatDuration,
  formatSize,
  isAddress,
  isTimeZone,
  parseDuration,
  parseInstant,
  parseSize,
} from '../../src/config/values.ts'

describe('durations', () => {
  test.each([
    ['0s', 0],
    ['500ms', 500],
    ['30s', 30_000],
    ['5m', 300_000],
    ['4h', 14_400_000],
    ['7d', 604_800_000],
    ['90m', 5_400_000],
    ['', undefined],
    ['5', undefined],
    ['m', undefined],
    ['5 m', undefined],
    ['1.5h', undefined],
    ['-5m', undefined],
    ['5M', undefined],
    ['5m ', undefined],
    ['5min', undefined],
    ['999999999999d', undefined],
  ])('%j is %p milliseconds', (text, milliseconds) => {
    expect(parseDuration(text)).toBe(milliseconds)
  })

  test.each([
    [0, '0s'],
    [1500, '1500ms'],
    [60_000, '1m'],
    [5_400_000, '90m'],
    [86_400_000, '1d'],
  ])('%i milliseconds are %j', (milliseconds, text) => {
    expect(formatDuration(milliseconds)).toBe(text)
  })

  test('what is written is read as the same', () => {
    fc.assert(
      fc.property(fc.nat(999_999_999_999), (milliseconds) => {
        expect(parseDuration(formatDuration(milliseconds))).toBe(milliseconds)
      }),
    )
  })
})

describe('sizes', () => {
  test.each([
    ['0B', 0],
    ['512B', 512],
    ['200KB', 204_800],
    ['20MB', 20_971_520],
    ['1GB', 1_073_741_824],
    ['20', undefined],
    ['20mb', undefined],
    ['20 MB', undefined],
    ['1.5MB', undefined],
    ['20MiB', undefined],
  ])('%j is %p bytes', (text, bytes) => {
    expect(parseSize(text)).toBe(bytes)
  })

  test('what is written is read as the same', () => {
    fc.assert(
      fc.property(fc.nat(999_999_999_999), (bytes) => {
        expect(parseSize(formatSize(bytes))).toBe(bytes)
      }),
    )
  })
})

test.each([
  ['support@acme.test', true],
  ['Ana.Ruiz+desk@mail.acme.test', true],
  ["o'neill@acme.test", true],
  ['root@localhost', true],
  ['josé@acme.test', true],
  ['', false],
  ['acme.test', false],
  ['@acme.test', false],
  ['support@', false],
  ['support@acme..test', false],
  ['support@-acme.test', false],
  ['a b@acme.test', false],
  ['Ana <ana@acme.test>', false],
  ['a@b@acme.test', false],
  ['a@acme.test\r\nBcc: b@acme.test', false],
  [`${'a'.repeat(65)}@acme.test`, false],
])('%j is an address: %p', (text, expected) => {
  expect(isAddress(text)).toBe(expected)
})

test.each([
  ['UTC', true],
  ['Europe/Madrid', true],
  ['Europe/Madird', false],
  ['', false],
])('%j is a time zone: %p', (text, expected) => {
  expect(isTimeZone(text)).toBe(expected)
})

test.each([
  ['2026-01-31', '2026-01-31T00:00:00.000Z'],
  ['2026-01-31T10:30Z', '2026-01-31T10:30:00.000Z'],
  ['2026-01-31T10:30:00.5+02:00', '2026-01-31T08:30:00.500Z'],
  ['2026-01-31T23:30-05:00', '2026-02-01T04:30:00.000Z'],
  ['2026-02-31', undefined],
  ['2026-13-01', undefined],
  ['2026-01-31T25:00Z', undefined],
  // Without a zone it would mean another instant on another machine.
  ['2026-01-31T10:30', undefined],
  ['31.01.2026', undefined],
  ['yesterday', undefined],
])('%j is the instant %p', (text, instant) => {
  expect(parseInstant(text)).toBe(instant)
})
