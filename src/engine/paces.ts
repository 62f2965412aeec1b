import type { Config } from '../config/schema.ts'
import type { Pace, Paces } from '../ticket/cadence.ts'

/** What the configuration promises. */
export function pacesOf({ cadence, calendars, desk }: Config): Paces {
  const pace = ({ every, calendar, lead, pauseWhileWaiting }: Config['cadence']['P1']): Pace => {
    const hours = calendar === 'always' ? undefined : calendars[calendar]
    return {
      every,
      lead,
      pauseWhileWaiting,
      hours: hours ? { ...hours, timeZone: hours.timeZone ?? desk.timeZone } : null,
    }
  }
  return {
    P1: pace(cadence.P1),
    P2: pace(cadence.P2),
    P3: pace(cadence.P3),
    plan: pace(cadence.plan),
  }
}
