/** A day of the calendar, `2026-11-02`, without a time zone: contracts begin and end on days. */
export type Day = string

const MILLISECONDS_A_DAY = 86_400_000

/** Whether a text is a day that the calendar has, between 1970 and 9999. */
export function isDay(text: string): boolean {
  if (!/^(19[7-9]\d|[2-9]\d{3})-\d{2}-\d{2}$/.test(text)) return false
  const at = Date.parse(`${text}T00:00:00Z`)
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text)
}

/** The same day some months on; the last of the month where that month has no such day. */
export function addMonths(day: Day, months: number): Day {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate()
  return dayOf(Date.UTC(year, month - 1 + months, Math.min(date, last)))
}

export function addDays(day: Day, days: number): Day {
  return dayOf(Date.parse(`${day}T00:00:00Z`) + days * MILLISECONDS_A_DAY)
}

/** How many days from one day to another; below zero when that was before. */
export function daysBetween(from: Day, to: Day): number {
  return (Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / MILLISECONDS_A_DAY
}

function dayOf(at: number): Day {
  return new Date(at).toISOString().slice(0, 10)
}
