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
  /** Whether stderr is one, which shows how far long work is. */
  errIsTTY?: boolean
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
    errIsTTY: process.stderr.isTTY === true,
    columns: process.stdout.columns ?? process.stderr.columns ?? 80,
    ...(process.stdin.isTTY ? { ask } : {}),
  }
}

async function ask(question: string, hidden = false, signal?: AbortSignal): Promise<string> {
  // Only who is asked waits for the library.
  const { isCancel, password, text } = await import('@clack/prompts')
  const message = question.replace(/:\s*$/, '')
  const options = { message, output: process.stderr, ...(signal && { signal }) }
  const answer = hidden ? await password(options) : await text(options)
  if (isCancel(answer)) throw new Failure('stopped', 'Stopped; nothing was done.')
  return answer ?? ''
}

/** Prints a value as JSON, for scripts. */
export function printJson(io: Io, value: unknown): void {
  io.out(`${JSON.stringify(value, null, 2)}\n`)
}
