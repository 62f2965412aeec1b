/** How many mails may leave now, and when the next may. */
export interface Governor {
  /** Takes leave for up to `most` mails; 0 when none may be sent yet. */
  take(most: number, now: number): number
  /** Gives back what was taken and not used. */
  giveBack(count: number): void
  /** Milliseconds until one mail may leave; 0 when one may now. */
  wait(now: number): number
}

const MINUTE = 60_000
/**
 * A fifth may leave at once; the rest of the minute is spread, so that a person's words soon pass.
 */
const AT_ONCE = 5

/**
 * A token bucket that never lets more than `perMinute` mails leave in any 60 seconds; 0
 * is no limit. Who may send first is decided by who asks first: mails are taken in the
 * order of their priority.
 */
export function createGovernor(perMinute: number): Governor {
  if (perMinute === 0) return { take: (most) => most, giveBack() {}, wait: () => 0 }
  const size = Math.max(1, Math.floor(perMinute / AT_ONCE))
  // A full bucket and what flows in within a minute together make perMinute.
  const perMillisecond = (perMinute - (size - 1)) / MINUTE
  let tokens = size
  let filledAt: number | undefined

  function fill(now: number): void {
    // A clock set back fills nothing and is the new beginning.
    const passed = Math.max(0, now - (filledAt ?? now))
    tokens = Math.min(size, tokens + passed * perMillisecond)
    filledAt = now
  }

  return {
    take(most, now) {
      fill(now)
      const taken = Math.min(most, Math.floor(tokens + 1e-9))
      tokens -= taken
      return taken
    },
    giveBack(count) {
      tokens = Math.min(size, tokens + count)
    },
    wait(now) {
      fill(now)
      return tokens + 1e-9 >= 1 ? 0 : Math.ceil((1 - tokens) / perMillisecond)
    },
  }
}
