import { Failure } from '../errors.ts'
import type { OnProgress } from '../progress.ts'

/**
 * Work that Ctrl-C or a stop ends where it next tells how far it is: it takes along what it had
 * begun to write. A second signal ends the process at once. Throws Failure `stopped`.
 */
export async function stoppable<T>(
  on: OnProgress,
  work: (on: OnProgress) => Promise<T>,
): Promise<T> {
  let isStopped = false
  const stop = () => {
    isStopped = true
  }
  process.once('SIGINT', stop).once('SIGTERM', stop)
  try {
    return await work((done, total) => {
      if (isStopped) throw new Failure('stopped', 'Stopped. Nothing is left of it.')
      on(done, total)
    })
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop)
  }
}
