import { Tinypool } from 'tinypool'
import { Failure, isTemporary, sentence } from '../errors.ts'
import type { Mail } from '../message/mail.ts'
import type { ParseBatch, ParseOutcome, ParseTask, TakeOutTask } from './parse-worker.ts'

/** A mail to be read: its bytes (left as they are), or the file that holds it when it is big. */
export type ParseItem = { bytes: Uint8Array } | { file: string }

export interface ParsePool {
  /**
   * What the mails say, in the given order. A mail that cannot be read has a permanent Failure in
   * its place: `unreadable`, `deadline` (it took too long) or `parser-died` (it took the worker's
   * life); a file that cannot be read a temporary one, `no-source`. Rejects with a temporary
   * Failure `no-parser` when the pool itself cannot work, or is closed.
   */
  parse(items: ParseItem[]): Promise<(Mail | Failure)[]>
  /**
   * The decoded attachments of one small mail, by their index, at least the known ones; before any
   * batch that waits, since a mail that leaves waits for them. Rejects when that cannot be.
   */
  takeOut(task: TakeOutTask): Promise<Map<number, Uint8Array>>
  close(): Promise<void>
}

/** Enough for a batch of ordinary mails; what needs more is hostile, and dies alone. */
const memoryMb = 192
/** Mails are read one after the other: more would only let garbage lie longer. */
const youngMb = 8

/**
 * Workers that read mails away from the thread that writes. A batch crosses in one message; when it
 * passes `deadline` (milliseconds) or its worker dies, the worker is ended and the mails are read
 * again one by one, so that a hostile mail costs only itself.
 */
export function createParsePool(options: { workers: number; deadline: number }): ParsePool {
  const pool = new Tinypool({
    filename: import.meta.resolve('#parse-worker'),
    minThreads: options.workers,
    maxThreads: options.workers,
    resourceLimits: { maxOldGenerationSizeMb: memoryMb, maxYoungGenerationSizeMb: youngMb },
  })
  // A worker that dies between two batches is replaced by the pool; nothing was lost with it.
  pool.on('error', () => {})
  const atOnce = gate(options.workers)

  let closed = false
  let cold = true

  /** One task in a worker; it is ended when it takes too long. */
  const inWorker = async (task: unknown, how: { name?: string; transferList?: ArrayBuffer[] }) => {
    if (closed) throw noParser(new Error('it was closed'))
    // A new worker first loads its program: neither its time nor its failure are the mails'.
    if (cold) {
      await pool.run(pack([])).catch((error: unknown) => {
        throw noParser(error)
      })
    }
    cold = false
    const tooLong = new AbortController()
    const timer = setTimeout(() => tooLong.abort(), options.deadline)
    try {
      return await pool.run(task, { ...how, signal: tooLong.signal })
    } catch (error) {
      cold = true
      throw closed ? noParser(error) : error
    } finally {
      clearTimeout(timer)
    }
  }

  const run = (items: ParseItem[]) =>
    atOnce(async () => {
      const batch = pack(items)
      const outcomes: ParseOutcome[] = await inWorker(batch, { transferList: [batch.bytes] })
      return outcomes.map(fromOutcome)
    })

  const alone = async (item: ParseItem): Promise<Mail | Failure> => {
    try {
      const [result] = await run([item])
      return result ?? new Failure('parser-died', 'The parser gave no answer for the mail')
    } catch (error) {
      return verdictOn(error, options.deadline)
    }
  }

  return {
    async parse(items) {
      if (items.length === 0) return []
      try {
        return await run(items)
      } catch (error) {
        // Alone already: reading it again would only cost the same again.
        if (items.length === 1) return [verdictOn(error, options.deadline)]
        verdictOn(error, options.deadline)
      }
      const results: (Mail | Failure)[] = []
      for (const item of items) results.push(await alone(item))
      return results
    },
    takeOut: (task) => atOnce(() => inWorker(task, { name: 'takeOut' }), 'first'),
    close() {
      closed = true
      return pool.destroy()
    },
  }
}

/**
 * What the end of a worker says about the only mail it had, however it came to it; throws when the
 * pool itself is at fault.
 */
function verdictOn(error: unknown, deadline: number): Failure {
  if (isTemporary(error)) throw error
  if (error instanceof Error && error.name === 'AbortError') {
    return new Failure('deadline', `Reading the mail took longer than ${deadline} ms`)
  }
  return new Failure('parser-died', `The parser died of the mail: ${sentence(error)}`)
}

function noParser(cause: unknown): Failure {
  return new Failure('no-parser', `The parser cannot work: ${sentence(cause)}`, {
    lasting: 'temporary',
    cause,
  })
}

/**
 * Lets `limit` tasks run at once, so that a deadline counts from the start and not from the queue.
 */
function gate(limit: number): <T>(task: () => Promise<T>, place?: 'first' | 'last') => Promise<T> {
  let free = limit
  const waiting: (() => void)[] = []
  return async (task, place = 'last') => {
    if (free > 0) free--
    else {
      await new Promise<void>((resolve) => {
        if (place === 'first') waiting.unshift(resolve)
        else waiting.push(resolve)
      })
    }
    try {
      return await task()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else free++
    }
  }
}

/**
 * One buffer for the whole batch: a copy that can be given away, whatever the pieces were cut from.
 */
function pack(items: ParseItem[]): ParseBatch {
  const total = items.reduce((sum, item) => sum + ('bytes' in item ? item.bytes.byteLength : 0), 0)
  const bytes = new Uint8Array(total)
  let start = 0
  const tasks = items.map((item): ParseTask => {
    if ('file' in item) return item
    bytes.set(item.bytes, start)
    const end = start + item.bytes.byteLength
    const task = { start, end }
    start = end
    return task
  })
  return { bytes: bytes.buffer, tasks }
}

function fromOutcome(outcome: ParseOutcome): Mail | Failure {
  if ('mail' in outcome) return outcome.mail
  return new Failure(outcome.code, outcome.message, { lasting: outcome.lasting })
}
