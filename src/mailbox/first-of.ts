/**
 * Waits for whichever happens first and tells its name; the others are told by their signal to stop
 * waiting. Throws what the first one throws. The abort of `signal` stops them all.
 */
export async function firstOf<Name extends string>(
  signal: AbortSignal,
  waits: Partial<Record<Name, (signal: AbortSignal) => Promise<unknown>>>,
): Promise<Name> {
  const over = new AbortController()
  const stop = () => over.abort()
  signal.addEventListener('abort', stop, { once: true })
  if (signal.aborted) stop()
  try {
    const named = Object.entries(waits) as [Name, (signal: AbortSignal) => Promise<unknown>][]
    return await Promise.race(
      named.map(async ([name, wait]) => {
        await wait(over.signal)
        return name
      }),
    )
  } finally {
    signal.removeEventListener('abort', stop)
    stop()
  }
}
