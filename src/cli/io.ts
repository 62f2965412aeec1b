import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { Failure } from '../errors.ts'

/** `hidden` shows nothing of what is typed; the abort ends the question, which then fails. */
export type Ask = (question: string, hidden?: boolean, signal?: AbortSignal) => Promise<string>

/** What a command may touch of the world around it; main makes it once, tests make their own. */
export interface Io {
  /** Writes to stdout; the caller ends its lines. */
  out(text: string): void
  /** Writes to stderr; the caller ends its lines. */
  err(text: string): void
  env: NodeJS.ProcessEnv
  /** Whether stdout is a terminal. */
  isTTY: boolean
  /** How the program was called, `ticketd --config FILE`; `ticketd` when absent. */
  program?: string
  /** Width of the terminal in characters. */
  columns: number
  /** Asks the person at the terminal for one line; absent where stdin is none. */
  ask?: Ask
}

/** The streams of this process. */
export function processIo(env: NodeJS.ProcessEnv): Io {
  return {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    env,
    isTTY: process.stdout.isTTY === true,
    columns: process.stdout.columns ?? 80,
    ...(process.stdin.isTTY ? { ask } : {}),
  }
}

async function ask(question: string, hidden = false, signal?: AbortSignal): Promise<string> {
  if (hidden) process.stderr.write(question)
  const terminal = createInterface({
    input: process.stdin,
    output: hidden ? nowhere() : process.stderr,
    terminal: true,
  })
  // Ctrl-C and Ctrl-D close the terminal, and the question would wait for ever.
  const closed = new Promise<never>((_, reject) => {
    terminal.once('close', () => reject(new Failure('stopped', 'Stopped; nothing was done.')))
  })
  try {
    return await Promise.race([terminal.question(question, signal ? { signal } : {}), closed])
  } finally {
    terminal.close()
    if (hidden) process.stderr.write('\n')
  }
}

function nowhere(): Writable {
  return new Writable({ write: (_chunk, _encoding, done) => done() })
}

/** Prints a value as JSON, for scripts. */
export function printJson(io: Io, value: unknown): void {
  io.out(`${JSON.stringify(value, null, 2)}\n`)
}
