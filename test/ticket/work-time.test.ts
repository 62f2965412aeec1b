import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { afterWorkTime, type Hours, workTimeBetween } from '../../src/ticket/work-time.ts'

const HOUR = 3_600_000
const office: Hours = {
  timeZone: 'Europe/Madrid',
  days: ['mon', 'tue', 'wed', 'thu', 'fri'],
  from: '09:00',
  to: '18:00',
  holidays: ['2026-12-25'],
}
const night: Hours = { ...office, days: ['sun'], from: '01:00', to: '04:00' }
const wholeDays: Hours = { ...office, from: '00:00', to: '24:00', days: ['sat', 'sun'] }

// Madrid is one hour ahead of UTC in winter, two in summer.
test.each<[string, Hours, string, number, string]>([
  ['within a day', office, '2026-11-02T09:00:00Z', 4, '2026-11-02T13:00:00.000Z'],
  ['before it begins', office, '2026-11-02T05:00:00Z', 1, '2026-11-02T09:00:00.000Z'],
  ['up to its very end', office, '2026-11-02T08:00:00Z', 9, '2026-11-02T17:00:00.000Z'],
  ['into the next day', office, '2026-11-02T16:00:00Z', 2, '2026-11-03T09:00:00.000Z'],
  ['over a weekend', office, '2026-11-06T16:00:00Z', 2, '2026-11-09T09:00:00.000Z'],
  ['over a holiday and a weekend', office, '2026-12-24T16:30:00Z', 1, '2026-12-28T08:30:00.000Z'],
  ['over the end of summer time', office, '2026-10-23T15:00:00Z', 2, '2026-10-26T09:00:00.000Z'],
  ['over its beginning', office, '2026-03-27T16:00:00Z', 2, '2026-03-30T08:00:00.000Z'],
  // 02:00 to 03:00 is not there, or there twice.
  ['a night of two hours', night, '2026-03-29T00:00:00Z', 2, '2026-03-29T02:00:00.000Z'],
  ['a night of four hours', night, '2026-10-24T23:00:00Z', 4, '2026-10-25T03:00:00.000Z'],
  ['a day of 23 hours', wholeDays, '2026-03-28T23:00:00Z', 23, '2026-03-29T22:00:00.000Z'],
  [
    'days that never come',
    { ...office, days: [] },
    '2026-11-02T09:00:00Z',
    4,
    '2026-11-02T13:00:00.000Z',
  ],
])('%s', (_, hours, from, period, until) => {
  expect(new Date(afterWorkTime(Date.parse(from), period * HOUR, hours)).toISOString()).toBe(until)
})

const hours = fc.record({
  timeZone: fc.constantFrom('Europe/Madrid', 'America/Santiago', 'Australia/Lord_Howe', 'UTC'),
  days: fc.subarray(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'], { minLength: 1 }),
  from: fc.constantFrom('00:00', '01:30', '02:00', '08:15', '09:00'),
  to: fc.constantFrom('10:45', '17:00', '23:59', '24:00'),
  holidays: fc.constantFrom([], ['2026-03-29', '2026-10-25'], ['2026-04-05']),
})
// Both changes of the clocks lie within, in the north and in the south.
const moment = fc.integer({ min: Date.parse('2026-03-01'), max: Date.parse('2026-11-15') })
const period = fc.integer({ min: 1, max: 60 * HOUR })

test('as much business time lies between as was asked for, summer time or not', () => {
  fc.assert(
    fc.property(hours, moment, period, (at, from, length) => {
      const until = afterWorkTime(from, length, at)
      expect(workTimeBetween(from, until, at)).toBe(length)
      expect(until - from).toBeGreaterThanOrEqual(length)
    }),
  )
})

test('two periods one after the other are their sum', () => {
  fc.assert(
    fc.property(hours, moment, period, period, (at, from, one, other) => {
      const apart = afterWorkTime(afterWorkTime(from, one, at), other, at)
      expect(apart).toBe(afterWorkTime(from, one + other, at))
    }),
  )
})
