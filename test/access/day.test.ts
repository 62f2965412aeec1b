import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { endOf } from '../../src/access/contracts.ts'
import { addDays, addMonths, daysBetween, isDay } from '../../src/access/day.ts'
import { reminderDue } from '../../src/access/reminders.ts'

test.each(['2026-02-28', '2028-02-29', '1970-01-01', '9999-12-31'])('%s is a day', (day) => {
  expect(isDay(day)).toBe(true)
})

test.each(['2026-02-29', '2026-13-01', '2026-1-1', '20260101', '0001-01-01', '', 'tomorrow'])(
  '"%s" is none',
  (day) => {
    expect(isDay(day)).toBe(false)
  },
)

test.each([
  ['2026-06-01', '2027-06-01'],
  ['2028-02-29', '2029-02-28'],
  ['2027-02-28', '2028-02-28'],
])('a contract from %s ends on %s', (starts, ends) => {
  expect(endOf(starts)).toBe(ends)
})

test('a month on is the last of the month where there is no such day', () => {
  expect(addMonths('2026-01-31', 1)).toBe('2026-02-28')
  expect(addMonths('2026-11-30', 3)).toBe('2027-02-28')
})

const days = fc.integer({ min: 0, max: 40_000 }).map((n) => addDays('1990-01-01', n))

test('as many days on as lie between is the other day', () => {
  fc.assert(
    fc.property(days, days, (from, to) => {
      expect(addDays(from, daysBetween(from, to))).toBe(to)
    }),
  )
})

const STEPS = [60, 30, 7, 1]

test.each([
  ['2026-11-01', null],
  ['2026-11-02', 60],
  ['2026-12-01', 60],
  ['2026-12-02', 30],
  ['2026-12-24', 30],
  ['2026-12-25', 7],
  ['2026-12-31', 1],
  ['2027-01-01', 0],
  ['2027-01-07', 0],
  ['2027-01-08', null],
])('of an end on 2027-01-01 the reminder due on %s is %p', (today, step) => {
  expect(reminderDue('2027-01-01', today, STEPS)?.step ?? null).toBe(step)
})
