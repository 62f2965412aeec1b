import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** The program as it is built. */
export const MAIN = join(import.meta.dirname, '../../dist/src/cli/main.js')

/** How a real process of the program ended. */
export interface Ended {
  code: number | null
  out: string
  err: string
}

/** A folder with a configuration in which the real program is run. */
export interface Desk {
  folder: string
  /** Runs one command to its end. */
  run(words: string[], input?: string): Promise<Ended>
  /** Runs one command that must end well; gives what it printed as JSON. */
  json<T>(words: string[]): Promise<T>
  close(): void
}

/** Where nobody listens, so that nothing is fetched or sent. */
const NOWHERE = { host: '127.0.0.1', port: 9, security: 'none' }

export function openCliDesk(changes: Record<string, unknown> = {}): Desk {
  const folder = mkdtempSync(join(tmpdir(), 'ticketd-process-'))
  const config = {
    desk: {
      name: 'Acme Support',
      tag: 'Acme',
      firstNumber: 100042,
      administrators: ['ops@acme.test'],
    },
    mailboxes: [
      {
        name: 'support',
        address: 'support@acme.test',
        department: 'support',
        imap: { ...NOWHERE, user: 'support@acme.test', password: 'secret' },
      },
    ],
    smtp: NOWHERE,
    departments: [{ name: 'support', agents: ['agent@acme.test'] }],
    ...changes,
  }
  writeFileSync(join(folder, 'config.json'), JSON.stringify(config), { mode: 0o600 })
  const run = (words: string[], input?: string) => runIn(folder, words, input)
  return {
    folder,
    run,
    async json<T>(words: string[]) {
      const { code, out, err } = await run([...words, '--json'])
      if (code !== 0) throw new Error(`${words.join(' ')} ended with ${code}: ${err}`)
      return JSON.parse(out) as T
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  }
}

export function runIn(folder: string, words: string[], input?: string): Promise<Ended> {
  const child = spawn(process.execPath, [MAIN, ...words], { cwd: folder })
  const ended: Ended = { code: null, out: '', err: '' }
  child.stdout.on('data', (chunk) => {
    ended.out += chunk
  })
  child.stderr.on('data', (chunk) => {
    ended.err += chunk
  })
  child.stdin.end(input ?? '')
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => resolve({ ...ended, code }))
  })
}
