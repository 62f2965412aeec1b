import { setTimeout as sleep } from 'node:timers/promises'
import { codeOf, isTemporary, sentence } from '../errors.ts'
import { isStoresOwn } from '../store/faults.ts'
import type { Desk } from './desk.ts'
import type { Holder } from './holder.ts'
import type { OnStep } from './kill-points.ts'
import type { ParsePool } from './parse-pool.ts'
import { type Fate, receive, setAside, type Waiting } from './receive.ts'

/** Batches that may be read ahead of the one being decided: enough to keep the parser busy. */
const AHEAD = 3
/** Between two tries while the store or the parser cannot work, in milliseconds. */
const RETRY = 2_000
/** The longest pause, where time alone mends nothing. */
const LONGEST = 60_000
/** What has failed so often is not tried together any more, and not at all when it was alone. */
const TRIES = 3

/**
 * The line at the counter: kept mails are read in workers while those before them are decided, one
 * batch at a time, in the order in which they came.
 */
export interface Line {
  /**
   * Puts a batch into the line. `room` resolves when the next one may come, `settled` when this one
   * is decided; both resolve too when the engine stops, since the store has the mails.
   */
  accept(batch: Waiting[]): { room: Promise<void>; settled: Promise<void> }
  /** True while this mail stands in the line. */
  has(ledgerId: number): boolean
  /** Resolves when nothing waits. */
  empty(): Promise<void>
}

/** `onFates` is told of each batch; of no fate, where its mails wait in the store again. */
export function createLine(
  desk: Desk,
  holder: Holder,
  pool: ParsePool,
  onStep: OnStep,
  onFates: (fates: Fate[]) => void,
  signal: AbortSignal,
  retry = RETRY,
): Line {
  const standing = new Set<number>()
  const tails: Promise<void>[] = []
  let tail: Promise<void> = Promise.resolve()

  const read = (batch: Waiting[]) => {
    const reading = pool.parse(batch.map((kept) => kept.body))
    // It is awaited when its turn comes; until then its failure is nobody's surprise.
    reading.catch(() => undefined)
    return reading
  }

  /** Settles a batch, however long that takes: in the end one mail at a time. */
  async function serve(batch: Waiting[], ahead: ReturnType<typeof read>): Promise<void> {
    let reading = ahead
    let last: unknown
    for (let tries = 0, faults = 0; !signal.aborted; tries++) {
      const [alone] = batch.length === 1 ? batch : []
      try {
        if (faults < TRIES) onFates(await receive(desk, holder, batch, await reading, onStep))
        else if (alone) onFates([await setAside(desk, holder, alone, last)])
        else for (const kept of batch) await serve([kept], read([kept]))
        return
      } catch (error) {
        if (codeOf(error) === 'lease-lost') return
        // Neither the store nor the parser: something among the mails.
        if (!isTemporary(error) && !isStoresOwn(error)) {
          faults += 1
          last = error
        }
        desk.log.error({ code: codeOf(error), mails: batch.length }, `waiting: ${sentence(error)}`)
        const pause = isTemporary(error) ? retry : Math.min(retry * 2 ** tries, LONGEST)
        await sleep(pause, undefined, { signal }).catch(() => undefined)
        // A file that is gone does not come back; the store has its bytes, for who looks there.
        if (codeOf(error) === 'no-source') return onFates([])
        reading = read(batch)
      }
    }
  }

  return {
    accept(batch) {
      for (const kept of batch) standing.add(kept.ledgerId)
      const reading = read(batch)
      const settled = tail
        .then(() => serve(batch, reading))
        .catch((error: unknown) => {
          desk.log.fatal({ err: error }, `a batch could not be settled: ${sentence(error)}`)
        })
        .finally(() => {
          for (const kept of batch) standing.delete(kept.ledgerId)
        })
      tail = settled
      tails.push(settled)
      const room = (tails.length > AHEAD ? tails.shift() : undefined) ?? Promise.resolve()
      return { room, settled }
    },
    has: (ledgerId) => standing.has(ledgerId),
    empty: () => tail,
  }
}
