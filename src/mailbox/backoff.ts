/** Milliseconds between attempts to connect again: the first delay, and the longest. */
export interface Delays {
  first: number
  most: number
}

/** After anything that may be over in a moment. */
export const RECONNECT: Delays = { first: 1000, most: 5 * 60_000 }
/** After a refused login: mail hosts lock accounts that knock too often. */
export const REFUSED_LOGIN: Delays = { first: 30_000, most: 15 * 60_000 }
/** A connection that has lasted so long was a good one: the next failure counts as the first. */
export const STABLE = 60_000

/**
 * How long to wait after so many failures in a row (1 = the first): doubled each time up to the
 * most, of which `random` (0 to 1) takes up to a half away, so that many mailboxes of one host do
 * not come back at the same moment.
 */
export function reconnectDelay(failures: number, delays: Delays, random: number): number {
  const whole = Math.min(delays.most, delays.first * 2 ** Math.min(failures - 1, 30))
  return Math.round(whole * (1 - random / 2))
}
