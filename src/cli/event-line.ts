import { showInstants, showText } from './show.ts'

/** What happened to a ticket: `closed (was open)`, `participant-added (address a@b.test)`. */
export function eventLine(kind: string, data: Record<string, unknown>, timeZone: string): string {
  const { change, rest } = changeIn(data)
  // What it is now is not said twice: closed, reopened.
  const became = change && change.now !== kind && kind !== 'reopened' ? ` ${word(change.now)}` : ''
  const details = [
    ...(change ? [`was ${word(change.was)}`] : []),
    ...Object.entries(rest).map(([key, value]) => `${key} ${word(value)}`),
  ]
  const more = details.length === 0 ? '' : ` (${details.join(', ')})`
  return showInstants(`${kind}${became}${more}`, timeZone)
}

interface Change {
  was: unknown
  now: unknown
}

/** Events of a change name both ends of it. */
function changeIn(data: Record<string, unknown>): {
  change: Change | null
  rest: Record<string, unknown>
} {
  if ('from' in data && 'to' in data) {
    const { from: was, to: now, ...rest } = data
    return { change: { was, now }, rest }
  }
  if ('before' in data && 'after' in data) {
    const { before: was, after: now, ...rest } = data
    return { change: { was, now }, rest }
  }
  return { change: null, rest: data }
}

function word(value: unknown): string {
  if (value === null || value === '') return 'none'
  return showText(Array.isArray(value) ? value.join(' ') : String(value))
}
