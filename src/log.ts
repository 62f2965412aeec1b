import { type Logger, pino } from 'pino'
import pretty from 'pino-pretty'

export type Log = Logger

/**
 * Structured lines on stderr, so that stdout stays free for what commands print. On a terminal they
 * are written for people. Bodies and secrets never go into a log line: callers
 * pass ids and sentences.
 */
export function createLog(options: { level?: string; pretty?: boolean } = {}): Log {
  const level = options.level ?? 'info'
  if (options.pretty ?? process.stderr.isTTY) {
    return pino(
      { level, base: null },
      pretty({ destination: 2, sync: true, singleLine: true, ignore: 'pid,hostname' }),
    )
  }
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, pino.destination(2))
}

/** For tests and for commands whose output is the only thing wanted. */
export const silent: Log = pino({ level: 'silent' })
