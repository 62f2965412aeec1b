import { execFile } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type Child, startChild, until } from '../servers/child.ts'
import { type MailHost, PASSWORD } from './mail-host.ts'

const run = promisify(execFile)
const MAIN = 'dist/src/cli/main.js'

export const SUPPORT = 'support@acme.test'

/** The desk as its operator has it: a configuration, the command line, and the daemon as a process. */
export interface Desk {
  config: string
  log: string
  /** Any command of ticketd; gives what it printed on stdout. */
  ticketd(...words: string[]): Promise<string>
  json<T>(...words: string[]): Promise<T>
  /** Starts the daemon; it kills itself with SIGKILL when it has passed `dieAt` so many times. */
  start(dieAt?: string): Promise<void>
  /** Resolves when it was killed. */
  killed(): Promise<void>
  stop(): Promise<void>
}

export function makeDesk(folder: string, host: MailHost, agent: string): Desk {
  const config = join(folder, 'config.json')
  const log = join(folder, 'ticketd.log')
  writeFileSync(config, JSON.stringify(configFor(host, agent), null, 2))
  let daemon: Child | undefined

  async function ticketd(...words: string[]): Promise<string> {
    const { stdout } = await run(process.execPath, [MAIN, '--config', config, ...words])
    return stdout
  }

  return {
    config,
    log,
    ticketd,
    json: async <T>(...words: string[]) => JSON.parse(await ticketd(...words, '--json')) as T,
    async start(dieAt = '') {
      writeFileSync(log, '', { flag: 'a' })
      const before = startsIn(log)
      const words = [process.execPath, MAIN, '--config', config, 'run']
      const logging = ['-c', 'exec "$@" 2>>"$0"', log]
      daemon = startChild('env', `TICKETD_KILL_AT=${dieAt}`, 'sh', ...logging, ...words)
      await until('the daemon has started', () => {
        if (daemon?.ended() !== undefined) throw new Error(`The daemon ended: see ${log}`)
        return startsIn(log) > before
      })
    },
    async killed() {
      await until('the daemon is killed', () => daemon?.ended() === 128 + 9)
    },
    async stop() {
      await daemon?.stop()
    },
  }
}

/** How often a daemon has come up: it works then, or waits for the lease of the one before. */
function startsIn(log: string): number {
  return readFileSync(log, 'utf8').match(/is at work|standing by/g)?.length ?? 0
}

function configFor({ smtpPort, imapPorts }: MailHost, agent: string): object {
  const loopback = { host: '127.0.0.1', security: 'none' }
  return {
    desk: { name: 'Acme Support', tag: 'Acme', administrators: [agent] },
    mailboxes: [
      {
        name: 'support',
        address: SUPPORT,
        department: 'support',
        imap: { ...loopback, port: imapPorts.get(SUPPORT), user: SUPPORT, password: PASSWORD },
        done: { action: 'move', folder: 'Processed' },
      },
    ],
    smtp: { ...loopback, port: smtpPort, perMinute: 0 },
    departments: [{ name: 'support', title: { en: 'Support' }, agents: [agent] }],
  }
}
