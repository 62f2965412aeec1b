/**
 * The local day whose turn has come, `2026-11-02`: the time of the day is past, and `last`, the day
 * that had its turn before, is another one; a later one is of a clock that was set back since.
 * Null: nothing is due. After a pause only today is made up for.
 */
export function dueDay(
  now: number,
  { at, timeZone }: { at: string; timeZone: string },
  last: string,
): string | null {
  const { day, time } = localTime(now, timeZone)
  return time >= at && day !== last ? day : null
}

/** The day and the time on the clocks of a time zone: `2026-11-02`, `08:00`. */
export function localTime(now: number, timeZone: string): { day: string; time: string } {
  // Sweden writes dates as ISO 8601 does.
  const format = new Intl.DateTimeFormat('sv-SE', {
    timeZone,
    dateStyle: 'short',
    timeStyle: 'short',
  })
  const [day = '', time = ''] = format.format(now).split(' ')
  return { day, time }
}
