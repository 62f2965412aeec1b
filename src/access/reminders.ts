import { type Day, daysBetween } from './day.ts'

/** Who hears only now that something has ended hears no news after so many days. */
const STALE = 7

/**
 * Days before an end on which a reminder is due, and those that it makes needless; 0: it has ended.
 */
export interface Reminder {
  step: number
  /** Days to come; 0 or less: it has ended. */
  left: number
  /** This step and all larger ones: none of them is sent after it. */
  settles: number[]
}

/**
 * The reminder that is due today of something whose first day without is `ends`. After a pause only
 * the latest is made up for.
 */
export function reminderDue(ends: Day, today: Day, steps: readonly number[]): Reminder | null {
  const left = daysBetween(today, ends)
  if (left <= 0) return left > -STALE ? { step: 0, left, settles: [0, ...steps] } : null
  const step = Math.min(...steps.filter((one) => one >= left))
  if (!Number.isFinite(step)) return null
  return { step, left, settles: steps.filter((one) => one >= step) }
}

/** The ends that may have a reminder due today lie between these days. */
export function reminderSpan(steps: readonly number[]): { back: number; ahead: number } {
  return { back: STALE, ahead: Math.max(0, ...steps) }
}
