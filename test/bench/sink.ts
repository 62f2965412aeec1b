import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { freePort } from '../servers/child.ts'

export interface Sink {
  port: number
  count(): Promise<number>
  stop(): Promise<void>
}

/** The SMTP server, in a process of its own; it is asked by a line for the mails taken so far. */
export async function startSink(): Promise<Sink> {
  const port = await freePort()
  const command = ['--import', 'tsx', 'test/servers/fast-sink.ts', String(port)]
  const child = spawn(process.execPath, command, { stdio: ['pipe', 'pipe', 'inherit'] })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  await lines.next()
  return {
    port,
    async count() {
      child.stdin.write('?\n')
      return Number((await lines.next()).value)
    },
    async stop() {
      child.stdin.end()
      await once(child, 'exit')
    },
  }
}
