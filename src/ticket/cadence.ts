import type { Clock, Priority, Ticket } from './ticket.ts'
import { afterWorkTime, type Hours, workTimeBetween } from './work-time.ts'

/** How often a customer is promised an update. Periods are milliseconds. */
export interface Pace {
  every: number
  /** Null: the clock always runs. */
  hours: Hours | null
  /** The part of the period after which the owner is reminded; 1 and more: never. */
  lead: number
  pauseWhileWaiting: boolean
}

/** The paces of the priorities, and of any ticket with an action plan. */
export type Paces = Record<Priority | 'plan', Pace>

type Paced = Pick<Ticket, 'priority' | 'plan' | 'status' | 'supportSide' | 'mergedInto'>

/** The pace of a ticket: an action plan ends the fast one. */
export function paceOf({ priority, plan }: Pick<Ticket, 'priority' | 'plan'>, paces: Paces): Pace {
  return paces[plan === null ? priority : 'plan']
}

/** A clock that starts now. */
export function startClock(at: string, pace: Pace): Clock {
  const due = after(at, pace.every, pace)
  return {
    from: at,
    due,
    next: pace.lead < 1 ? after(at, pace.every * pace.lead, pace) : due,
    missed: 0,
  }
}

/** Whether the customer of this ticket is promised updates of ours at all. */
export function isPromised(ticket: Paced, paces: Paces): boolean {
  const pausing = ticket.status === 'waiting' && paceOf(ticket, paces).pauseWhileWaiting
  return (
    // Where the support contacts answer, the vendor promises nothing.
    ticket.supportSide === 'desk' &&
    ticket.status !== 'closed' &&
    ticket.mergedInto === null &&
    !pausing
  )
}

/**
 * The clock of a ticket after something happened to it: `updated` says whether the customer
 * heard from a person of the support side, or of an action plan. Another pace starts anew: the
 * customer is told of it.
 */
export function clockAfter(
  was: Paced & { clock: Clock | null },
  is: Paced,
  updated: boolean,
  paces: Paces,
  at: string,
): Clock | null {
  if (!isPromised(is, paces)) return null
  const samePace = paceOf(was, paces) === paceOf(is, paces)
  return was.clock !== null && samePace && !updated ? was.clock : startClock(at, paceOf(is, paces))
}

/** What the sweep finds at a ticket whose time has come, and the clock as it goes on. */
export interface Alarm {
  /** Periods without an update; 0: it is only a reminder. */
  missed: number
  clock: Clock
}

/** Periods that nobody looked at, as while the daemon was down, come to one alarm. */
export function alarmAt(clock: Clock, pace: Pace, now: string): Alarm {
  if (now < clock.due) return { missed: 0, clock: { ...clock, next: clock.due } }
  const missed = Math.max(1, Math.floor(passed(clock.from, now, pace) / pace.every))
  const due = after(clock.from, pace.every * (missed + 1), pace)
  // The period may have been another one when the clock was started.
  const next = due > now ? due : after(now, pace.every, pace)
  return { missed, clock: { ...clock, next, missed } }
}

/**
 * A clock that was started or rung while the time was wrongly ahead, as it would be with the right
 * one; any other as it is. `ahead`: by how many milliseconds, as far as somebody saw it go back.
 */
export function clockPutRight(clock: Clock, pace: Pace, now: string, ahead: number): Clock {
  const startedAhead = clock.from > now
  const latest = after(now, pace.every, pace)
  const rungAhead = clock.missed > 0 && (clock.due > now || (clock.next ?? '') > latest)
  if (!startedAhead && !rungAhead) return clock
  const started = Math.min(Date.parse(clock.from) - ahead, Date.parse(now))
  const anew = startedAhead
    ? startClock(new Date(started).toISOString(), pace)
    : { ...startClock(clock.from, pace), due: clock.due }
  // Of periods that have really passed people were told, if too early.
  return clock.missed > 0 && anew.due <= now ? alarmAt(anew, pace, now).clock : anew
}

function after(from: string, period: number, { hours }: Pace): string {
  const start = Date.parse(from)
  const end = hours ? afterWorkTime(start, period, hours) : start + period
  return new Date(end).toISOString()
}

function passed(from: string, to: string, { hours }: Pace): number {
  const [start, end] = [Date.parse(from), Date.parse(to)]
  return hours ? workTimeBetween(start, end, hours) : end - start
}
