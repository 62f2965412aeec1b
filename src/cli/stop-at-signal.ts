/** Who stops the process waits so long for it, in milliseconds. */
const PATIENCE = 10_000

/**
 * The first signal lets what is in hand be finished; nothing is lost by the
 * second, or by the clock.
 */
export function stopAtSignal(stop: AbortController): void {
  const end = () => {
    if (stop.signal.aborted) process.exit(130)
    stop.abort()
    setTimeout(() => process.exit(1), PATIENCE).unref()
  }
  process.on('SIGTERM', end)
  process.on('SIGINT', end)
}
