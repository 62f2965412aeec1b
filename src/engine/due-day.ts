/**
 * The local day whose turn has come, `2026-11-02`: the time of the day is past, and `last`, the day
 * that had its turn before, is another. Null: nothing is due. After a pause only today is made up for.
 */
export function dueDay(
  now: number,
  { at, timeZone }: { at: string; timeZone: string },
  last: string | null,
): string | null {
  // Sweden writes dates as ISO 8601 does.
  const [day = '', time = ''] = new Intl.DateTimeFormat('sv-SE', {
    timeZone,
    dateStyle: 'short',
    timeStyle: 'short',
  })
    .format(now)
    .split(' ')
  return time >= at && (last === null || day > last) ? day : null
}
