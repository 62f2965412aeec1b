import cron from 'node-cron'

/** Work that is done again and again. */
export interface Job {
  /** Begins it where its time has come. */
  ask(now: number): void
  end(): Promise<void>
}

/**
 * Does the work at the times of a cron expression, however late it is asked, and never twice at a
 * time.
 *
 * The library only says when: its own timers wait until a clock that was set back says the same time
 * again, and after one that was set ahead, or a long sleep of the machine, they count every second
 * in between.
 */
export function jobAt(at: string, work: () => Promise<void>): Job {
  const task = cron.createTask(at, () => undefined)
  const nextTime = () => task.getNextRuns(1)[0]?.getTime() ?? Number.POSITIVE_INFINITY
  let next = nextTime()
  let asked = Date.now()
  let isAtWork = false
  return {
    ask(now) {
      const isDue = now >= next
      if (isDue || now < asked) next = nextTime()
      asked = now
      if (!isDue || isAtWork) return
      isAtWork = true
      void work().finally(() => {
        isAtWork = false
      })
    },
    async end() {
      await task.destroy()
    },
  }
}
