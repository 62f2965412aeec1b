import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { until } from '../servers/child.ts'
import { PATIENCE } from './waiting.ts'

const execute = promisify(execFile)
/** What the package calls `ticketd`. */
let program = fileURLToPath(new URL('../../dist/src/cli/main.js', import.meta.url))

/** From now on another copy of the program is run: one that nobody builds anew meanwhile. */
export function runCopy(main: string): void {
  program = main
}

const CRAMPED = new URL('./cramped.mjs', import.meta.url).href

/** One line of the daemon's log. */
export interface Said {
  level: number
  msg: string
  [field: string]: unknown
}

/** A daemon of dist, as a process of its own. */
export interface Daemon {
  pid: number
  log: Said[]
  /** Resolves with the first line of the log whose message matches. */
  said(what: RegExp): Promise<Said>
  /** Resolves with how it ended, whoever ends it. */
  ended(): Promise<number | string>
  kill(): Promise<void>
  /** Asks it to stop, in good order, and throws when it does not obey. */
  stop(): Promise<void>
}

/** Runs one command to its end and gives what it printed; throws when it is refused. */
export async function ticketd(config: string, ...words: string[]): Promise<string> {
  return (await execute(process.execPath, [program, '--config', config, ...words])).stdout
}

/** One command as a process, to be ended in the middle. */
export interface Command {
  signal(name: NodeJS.Signals): void
  /** Resolves with its exit code, or the signal that ended it, and all that it printed. */
  ended(): Promise<{ how: number | string; said: string }>
}

export function startCommand(
  words: string[],
  config: string,
  env: Record<string, string> = {},
): Command {
  const child = spawn(process.execPath, [program, '--config', config, ...words], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  running.add(child)
  let said = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      said += chunk.toString()
    })
  }
  const gone = once(child, 'close').then(() => running.delete(child))
  return {
    signal: (name) => void child.kill(name),
    async ended() {
      await gone
      return { how: child.exitCode ?? child.signalCode ?? 'gone', said }
    },
  }
}

/** Runs one command and kills it after so many milliseconds, if it has not ended by then; gives how it ended. */
export async function ticketdUntil(
  ms: number,
  config: string,
  ...words: string[]
): Promise<number | string> {
  const command = startCommand(words, config)
  const timer = setTimeout(() => command.signal('SIGKILL'), ms)
  const { how } = await command.ended()
  clearTimeout(timer)
  return how
}

const running = new Set<ChildProcess>()
let latest: Said[] = []

/** Starts `ticketd run` with this configuration; returns at once, before anything works. */
export function startDaemon(config: string, env: Record<string, string> = {}): Daemon {
  return start([program, '--config', config, 'run'], env)
}

/** The same with databases that may have no more than so many pages each. */
export function startCramped(config: string, pages: number): Daemon {
  return start(['--import', CRAMPED, program, '--config', config, 'run'], {
    CRAMPED_PAGES: String(pages),
  })
}

function start(words: string[], env: Record<string, string>): Daemon {
  const child = spawn(process.execPath, words, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'inherit', 'pipe'],
  })
  running.add(child)
  const log: Said[] = []
  latest = log
  let rest = ''
  child.stderr?.on('data', (chunk: Buffer) => {
    const lines = (rest + chunk.toString()).split('\n')
    rest = lines.pop() ?? ''
    log.push(...lines.map(asSaid))
  })
  const gone = once(child, 'close').then(() => running.delete(child))
  const end = () => child.exitCode ?? child.signalCode
  const ended = async () => {
    await Promise.race([gone, until('the end of the daemon', () => end() !== null, PATIENCE)])
    return end() as number | string
  }
  const said = (what: RegExp) =>
    until(
      `the daemon says ${what}`,
      () => {
        const line = log.find((it) => what.test(it.msg))
        if (!line && end() !== null) throw new Error(`the daemon ended: ${lastWords()}`)
        return line
      },
      PATIENCE,
    )
  return {
    pid: child.pid as number,
    log,
    ended,
    said,
    async kill() {
      child.kill('SIGKILL')
      await gone
    },
    async stop() {
      // Before that nobody listens to the signal.
      await said(/at work|standing by/)
      child.kill('SIGTERM')
      const how = await ended()
      await gone
      if (how !== 0)
        throw new Error(`the daemon ended with ${how}: ${JSON.stringify(log.slice(-5))}`)
    },
  }
}

/** What the daemon that was started last has said at the end: for the message of a failed test. */
export function lastWords(): string {
  return latest
    .slice(-5)
    .map((line) => JSON.stringify(line))
    .join('\n')
}

/** Ends what a failed test has left behind. */
export async function killDaemons(): Promise<void> {
  await Promise.all(
    [...running].map(async (child) => {
      const gone = once(child, 'close')
      child.kill('SIGKILL')
      await gone
    }),
  )
}

function asSaid(line: string): Said {
  try {
    return JSON.parse(line) as Said
  } catch {
    return { level: 60, msg: line }
  }
}
