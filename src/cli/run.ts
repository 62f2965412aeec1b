import { setFlagsFromString } from 'node:v8'
import { type Command, Option } from 'commander'
import type { Desk } from '../engine/desk.ts'
import type { Io } from './io.ts'
import { withDesk } from './open.ts'

/** Who stops the process waits so long for it, in milliseconds. */
const PATIENCE = 10_000

/** `run`: the daemon, until SIGTERM or Ctrl-C. */
export function register(program: Command, io: Io): void {
  withLogOptions(program.command('run'), 'info').action((options: LogOptions, command: Command) =>
    run(options, command, io),
  )
}

/**
 * How much of the heap may be new between two full collections. V8 would let it become four times
 * as large on a machine with much memory: 380 MB in a backlog instead of 315, and not faster.
 */
export const HEAP_GROWTH = '--heap-growing-percent=60'

async function run({ logLevel, pretty }: LogOptions, command: Command, io: Io): Promise<void> {
  const [{ runDaemon }, { killAt }, { createLog }, { serviceManager }] = await Promise.all([
    import('../engine/daemon.ts'),
    import('../engine/kill-points.ts'),
    import('../log.ts'),
    import('../engine/service-manager.ts'),
  ])
  setFlagsFromString(HEAP_GROWTH)
  const log = createLog({ level: logLevel, pretty })
  const stop = new AbortController()
  stopAtSignal(stop)
  const onStep = killAt(io.env.TICKETD_KILL_AT)
  const manager = serviceManager(io.env, log)
  const work = async (desk: Desk) => {
    manager.ready()
    await runDaemon(desk, stop.signal, onStep)
  }
  await withDesk(command, io, work, log).finally(() => manager.stop())
}

/** How much is told on stderr, and whether for people where that is no terminal too. */
export interface LogOptions {
  logLevel: string
  pretty: boolean | undefined
}

export function withLogOptions(command: Command, usual: string): Command {
  const levels = ['debug', 'info', 'warn', 'error']
  return command
    .addOption(new Option('--log-level <level>', 'how much is told').choices(levels).default(usual))
    .option('--pretty', 'tell it in lines for people, as on a terminal, and not in JSON')
}

/**
 * The first signal lets what is in hand be finished; nothing is lost by the
 * second, or by the clock.
 */
export function stopAtSignal(stop: AbortController): void {
  const end = () => {
    if (stop.signal.aborted) process.exit(130)
    stop.abort()
    setTimeout(() => process.exit(1), PATIENCE).unref()
  }
  process.on('SIGTERM', end)
  process.on('SIGINT', end)
}
