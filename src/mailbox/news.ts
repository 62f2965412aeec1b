/** A connection, as far as somebody listens to it. */
export interface Listened {
  client: { readonly usable: boolean }
  /** Mail has come since the last search. */
  arrived: boolean
  /** Called at news and at the end of the connection. */
  wake: () => void
}

/** Resolves at new mail, at the end of the connection, at the abort, or after `ms`. */
export function news(line: Listened, stop: AbortSignal, ms: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(finish, ms)
    stop.addEventListener('abort', finish, { once: true })
    line.wake = finish
    if (line.arrived || stop.aborted || !line.client.usable) finish()
    function finish() {
      clearTimeout(timer)
      stop.removeEventListener('abort', finish)
      line.wake = () => {}
      resolve()
    }
  })
}
