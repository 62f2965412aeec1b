import { DateTime } from 'luxon'

/**
 * Business hours of a place. Times are `09:00`, days the first three letters of
 * their English names.
 */
export interface Hours {
  timeZone: string
  days: readonly string[]
  from: string
  /** `24:00` is the end of the day. */
  to: string
  /** `2026-12-25`. */
  holidays: readonly string[]
}

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']
/** Hours that never come, as with every day a holiday, must not be looked for without end. */
const MOST_DAYS = 4000

/**
 * The instant at which `period` milliseconds of business hours have passed since `from`; where the
 * hours never come, the period as the clock runs. Real time counts: the day on which summer time
 * begins has an hour less.
 */
export function afterWorkTime(from: number, period: number, hours: Hours): number {
  let left = period
  for (const { begins, ends } of windowsFrom(from, hours)) {
    const begun = Math.max(begins, from)
    if (begun + left <= ends) return begun + left
    left -= Math.max(0, ends - begun)
  }
  return from + period
}

/** Milliseconds of business hours between two instants; 0 where the second is not the later one. */
export function workTimeBetween(from: number, to: number, hours: Hours): number {
  let sum = 0
  for (const { begins, ends } of windowsFrom(from, hours)) {
    if (begins >= to) break
    sum += Math.max(0, Math.min(ends, to) - Math.max(begins, from))
  }
  return sum
}

/** The business hours of each day from the day of an instant on. */
function* windowsFrom(
  from: number,
  { timeZone, days, from: opens, to: closes, holidays }: Hours,
): Generator<{ begins: number; ends: number }> {
  let day = DateTime.fromMillis(from, { zone: timeZone }).startOf('day')
  for (let i = 0; i < MOST_DAYS; i++, day = day.plus({ days: 1 }).startOf('day')) {
    const works = days.includes(DAYS[day.weekday - 1] ?? '')
    if (!works || holidays.includes(day.toISODate() ?? '')) continue
    yield { begins: timeOn(day, opens), ends: timeOn(day, closes) }
  }
}

/** A time that the change to summer time leaves out is taken an hour later. */
function timeOn(day: DateTime, time: string): number {
  if (time === '24:00') return day.plus({ days: 1 }).startOf('day').toMillis()
  const [hour = 0, minute = 0] = time.split(':').map(Number)
  return day.set({ hour, minute }).toMillis()
}

/**
 * The first instant of the month before the one in which an instant lies, and
 * that of its own month.
 */
export function monthBefore(now: number, timeZone: string): { from: string; to: string } {
  const month = DateTime.fromMillis(now, { zone: timeZone }).startOf('month')
  const from = month.minus({ months: 1 })
  return { from: from.toJSDate().toISOString(), to: month.toJSDate().toISOString() }
}
