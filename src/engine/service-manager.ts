import { spawn } from 'node:child_process'
import type { Log } from '../log.ts'

export interface ServiceManager {
  /** The process works, or stands by to. */
  ready(): void
  stop(): void
}

/**
 * Tells systemd that the daemon has started, and keeps telling it that its loop turns
 * (sd_notify(3), `Type=notify`, `WatchdogSec=`). Node opens no datagram sockets of this kind:
 * `systemd-notify` does it for us. Without a service manager it does nothing.
 */
export function serviceManager(env: NodeJS.ProcessEnv, log: Log): ServiceManager {
  if (!env.NOTIFY_SOCKET) return { ready() {}, stop() {} }
  const tell = (...said: string[]) => {
    spawn('systemd-notify', said, { stdio: 'ignore' }).on('error', (error) =>
      log.warn(`the service manager could not be told: ${error.message}`),
    )
  }
  const patience = Number(env.WATCHDOG_USEC ?? 0) / 1000
  // Twice within the patience of the watchdog, so that one late turn does not kill us.
  const beat = patience > 0 ? setInterval(() => tell('WATCHDOG=1'), patience / 2) : undefined
  beat?.unref()
  return {
    ready: () => tell('--ready', `--pid=${process.pid}`),
    stop() {
      clearInterval(beat)
      tell('--stopping')
    },
  }
}
