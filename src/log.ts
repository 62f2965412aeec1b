import { type Logger, pino } from 'pino'
import prettyPrint from 'pino-pretty'

export type Log = Logger

interface LogSettings {
  level?: string
  /** Lines for people; on a terminal unless said otherwise. */
  pretty?: boolean | undefined
}

/**
 * Structured lines on stderr, so that stdout stays free for what commands print. Bodies and secrets
 * never go into a log line: callers pass ids and sentences.
 */
export function createLog({ level = 'info', pretty }: LogSettings = {}): Log {
  const onTerminal = process.stderr.isTTY === true
  if (pretty ?? onTerminal) return pino({ level, base: null }, forPeople(onTerminal))
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, pino.destination(2))
}

function forPeople(onTerminal: boolean) {
  return prettyPrint({
    destination: 2,
    sync: true,
    singleLine: true,
    // It would look at stdout.
    colorize: onTerminal && prettyPrint.isColorSupported,
    translateTime: 'SYS:yyyy-mm-dd HH:MM:ss.l',
  })
}

/** For tests and for commands whose output is the only thing wanted. */
export const silent: Log = pino({ level: 'silent' })
