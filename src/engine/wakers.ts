/** Who waits for news, by the name of what it is about. */
export interface Wakers {
  /** Resolves at the next `wake` of this name, or at the abort. */
  wait(name: string, until: AbortSignal): Promise<void>
  wake(name: string): void
}

export function createWakers(): Wakers {
  const waiting = new Map<string, Set<() => void>>()
  return {
    wait(name, until) {
      return new Promise((resolve) => {
        const those = waiting.get(name) ?? new Set()
        waiting.set(name, those)
        const done = () => {
          those.delete(done)
          resolve()
        }
        those.add(done)
        until.addEventListener('abort', done, { once: true })
        if (until.aborted) done()
      })
    },
    wake(name) {
      for (const done of [...(waiting.get(name) ?? [])]) done()
    },
  }
}
