import { sentence } from '../errors.ts'
import type { Log } from '../log.ts'
import { inSavepoint, type Store, type Writer } from '../store/database.ts'
import { isStoreFault } from '../store/faults.ts'
import type { OutboxRow } from '../store/outbox.ts'
import { type Result, type Settlement, settle } from '../store/outbox-settling.ts'

/** Steps between which a test may end the process. */
export type Step = 'outbox-claimed' | 'outbox-noted' | 'outbox-sent' | 'outbox-settled'

/** What became of mails and is not yet written down. */
export interface Results {
  add(row: OutboxRow, result: Result): void
  /** A transaction that first writes down all results; they are kept for the next when it fails. */
  transact<T>(work: (writer: Writer) => Promise<T>): Promise<T>
  /** Writes them down now. Throws Failure `store-…`. */
  flush(): Promise<void>
}

export interface ResultsOptions {
  store: Pick<Store, 'transact'>
  log: Log
  now(): number
  /** Part of the transaction in which a mail fails. */
  onFailed(writer: Writer, row: OutboxRow, words: string): Promise<void>
  step(name: Step): void
}

/** A result waits for its company no longer than this, in milliseconds. */
const TOGETHER = 50

export function createResults({ store, log, now, onFailed, step }: ResultsOptions): Results {
  let waiting: { row: OutboxRow; result: Result }[] = []
  let timer: NodeJS.Timeout | undefined

  async function transact<T>(work: (writer: Writer) => Promise<T>): Promise<T> {
    const batch = waiting
    waiting = []
    clearTimeout(timer)
    timer = undefined
    try {
      const value = await store.transact(async (writer) => {
        await writeDown(writer, batch)
        return work(writer)
      })
      if (batch.length > 0) step('outbox-settled')
      return value
    } catch (error) {
      waiting = [...batch, ...waiting]
      throw error
    }
  }

  async function writeDown(writer: Writer, batch: typeof waiting): Promise<void> {
    if (batch.length === 0) return
    const settlements = batch.map(
      ({ row, result }): Settlement => ({ id: row.id, epoch: row.epoch ?? 0, ...result }),
    )
    await settle(writer, settlements, new Date(now()).toISOString())
    for (const { row, result } of batch) {
      if (result.kind === 'failed') await tell(writer, row, result.words)
    }
  }

  /** That nobody could be told of a failed mail must not make it look as if it had not failed. */
  async function tell(writer: Writer, row: OutboxRow, words: string): Promise<void> {
    try {
      await inSavepoint(writer, () => onFailed(writer, row, words))
    } catch (error) {
      if (isStoreFault(error)) throw error
      log.error({ outbox: row.id }, `Nobody was told of a failed mail: ${sentence(error)}`)
    }
  }

  const flush = () => (waiting.length === 0 ? Promise.resolve() : transact(async () => {}))

  return {
    add(row, result) {
      waiting.push({ row, result })
      timer ??= setTimeout(() => {
        flush().catch((error) => log.error(`Results of sending wait: ${sentence(error)}`))
      }, TOGETHER)
    },
    transact,
    flush,
  }
}
