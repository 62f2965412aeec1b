import { Failure, sentence } from '../errors.ts'
import { asCalled } from './called.ts'
import type { Io } from './io.ts'
import { withStop } from './show.ts'

/** 1 for all the others. 75 is EX_TEMPFAIL of sysexits.h: an MTA keeps the mail and tries again. */
const EXIT_CODES: Record<string, number> = { usage: 2, 'try-again': 75 }

/** Says what went wrong and what to do about it, and gives the exit code. */
export function report(error: unknown, io: Io, debug: boolean): number {
  if (error instanceof Failure) {
    // What has several lines is a list under its own heading.
    const said = error.message.includes('\n')
      ? error.message
      : `ticketd: ${withStop(sentence(error))}`
    io.err(`${[said, ...(error.advice ? [asCalled(error.advice, io)] : [])].join('\n')}\n`)
  } else {
    io.err(`ticketd: ${withStop(sentence(error))}\n`)
    if (!debug) io.err('This is a fault of ticketd itself; --debug shows where.\n')
  }
  if (debug && error instanceof Error) io.err(`${error.stack}\n`)
  return error instanceof Failure ? (EXIT_CODES[error.code] ?? 1) : 1
}
