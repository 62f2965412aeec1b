import { setFlagsFromString } from 'node:v8'
import type { Command } from 'commander'
import type { Desk } from '../engine/desk.ts'
import type { Io } from './io.ts'
import { type LogOptions, withLogOptions } from './log-options.ts'
import { withDesk } from './open.ts'
import { stopAtSignal } from './stop-at-signal.ts'

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
