import type { Config } from '../config/schema.ts'
import { type Pace, type Paces, paceOf } from '../ticket/cadence.ts'
import type { Ticket } from '../ticket/ticket.ts'

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

/** How often the customer of a ticket is promised an update; null: not by us. */
export function promisedEvery(config: Config, ticket: Ticket): number | null {
  return ticket.supportSide === 'desk' ? paceOf(ticket, pacesOf(config)).every : null
}

/** To whom a ticket is escalated: who is named for its priority, and for its department. */
export function escalationOf(config: Config, ticket: Ticket | null): string[] {
  if (!ticket) return []
  const pace = config.cadence[ticket.plan === null ? ticket.priority : 'plan']
  const department = config.departments.find(({ name }) => name === ticket.department)
  return [...new Set([...pace.escalateTo, ...(department?.escalateTo ?? [])])]
}
