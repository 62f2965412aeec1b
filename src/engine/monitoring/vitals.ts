import type { ConnectionState } from '../../mailbox/intake.ts'
import type { Pulse } from '../../store/pulse.ts'
import type { SendingStop } from '../../store/sending-stop.ts'

/** How the daemon is, for whoever watches over it. */
export interface Vitals {
  /** This process holds the lease; false while it stands by for another one. */
  leads: boolean
  /** Why it cannot even try to: the store cannot be written; null: it can. */
  trouble: string | null
  pulse: Pulse
  mailboxes: ({ name: string; halted: string | null } & ConnectionState)[]
  /** SMTP accounts, each with why it sends nothing at the moment. */
  accounts: { name: string; trouble: string | null }[]
  /** Why no mail leaves until a person lets it; null: it does. */
  stop: Pick<SendingStop, 'at' | 'by' | 'because'> | null
}

/** A backlog is work, and no fault; this long it must not last, in milliseconds. */
const UNDECIDED_TOO_LONG = 10 * 60_000

/** Why the desk does not do its work, a sentence each; empty: it does, or stands by to do it. */
export function ailments(
  { leads, trouble, pulse, mailboxes, accounts, stop }: Vitals,
  now: number,
): string[] {
  if (trouble !== null) return [`Nothing is done: ${trouble}`]
  if (!leads) return []
  const late =
    pulse.undecidedSince !== null && now - Date.parse(pulse.undecidedSince) > UNDECIDED_TOO_LONG
  return [
    ...mailboxes
      .filter(({ connected }) => !connected)
      .map(({ name, error }) => `Mailbox ${name} is not watched: ${error ?? 'not connected yet'}`),
    ...mailboxes.flatMap(({ name, halted }) =>
      halted === null ? [] : [`Mailbox ${name} waits for a person: ${halted}`],
    ),
    ...accounts.flatMap(({ name, trouble }) =>
      trouble === null ? [] : [`${name} sends nothing: ${trouble}`],
    ),
    ...(stop
      ? [`No mail leaves: ${stop.by} paused the sending at ${stop.at}${why(stop.because)}`]
      : []),
    ...(late
      ? [`${pulse.undecided} mails wait to be decided, the oldest since ${pulse.undecidedSince}`]
      : []),
  ]
}

function why(because: string | null): string {
  return because === null ? '' : `: ${because}`
}
