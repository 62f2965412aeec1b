/** Wakes who waits; rung while nobody waits, it wakes the next who does. */
export interface Bell {
  ring(): void
  /** Resolves after `ms`, when rung, or when the signal aborts. */
  wait(ms: number, signal: AbortSignal): Promise<void>
}

export function createBell(): Bell {
  let rung = false
  let wake: (() => void) | undefined
  return {
    ring() {
      rung = true
      wake?.()
    },
    wait(ms, signal) {
      return new Promise((resolve) => {
        const timer = setTimeout(end, ms)
        signal.addEventListener('abort', end)
        wake = end
        if (rung || signal.aborted) end()

        function end(): void {
          clearTimeout(timer)
          signal.removeEventListener('abort', end)
          rung = false
          wake = undefined
          resolve()
        }
      })
    },
  }
}
