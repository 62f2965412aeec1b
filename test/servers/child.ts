import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

/**
 * A server under a shell that watches our end of a pipe: when this process ends, however it ends, the
 * pipe closes and the server is stopped. It has a process group of its own, so that it can also be
 * killed at once with all its children.
 */
const WATCHDOG = `
exec 3<&0
"$@" 3<&- </dev/null & server=$!
(
  read -r _ <&3
  kill -TERM $server
  sleep 5 & trap "kill $!; exit" TERM
  wait
  kill -KILL 0
) >/dev/null 2>&1 & watch=$!
wait $server; status=$?
kill -TERM $watch
exit $status`

export interface Child {
  /** Everything it has written so far, for the message of a failed start. */
  output(): string
  /** Undefined while it runs, then its exit code, or the name of the signal that ended it. */
  ended(): number | string | undefined
  /** Ends it in good order and waits for the end. */
  stop(): Promise<void>
  /** Ends it and all its children at once, as a crash would. */
  kill(): Promise<void>
}

export function startChild(command: string, ...args: string[]): Child {
  const shell = spawn('sh', ['-c', WATCHDOG, 'sh', command, ...args], {
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  let output = ''
  const collect = (chunk: Buffer) => {
    output = (output + chunk.toString()).slice(-20_000)
  }
  shell.stdout.on('data', collect)
  shell.stderr.on('data', collect)
  shell.stdin.on('error', () => {})
  const ended = () => shell.exitCode ?? shell.signalCode ?? undefined
  return {
    output: () => output,
    ended,
    stop: () => end(shell, () => shell.stdin.end()),
    kill: () => end(shell, () => killGroup(shell)),
  }
}

async function end(shell: ChildProcess, how: () => void): Promise<void> {
  if (shell.exitCode !== null || shell.signalCode !== null) return
  const gone = once(shell, 'exit')
  how()
  const late = setTimeout(() => killGroup(shell), 10_000)
  await gone
  clearTimeout(late)
}

function killGroup(shell: ChildProcess): void {
  if (shell.pid === undefined) return
  try {
    process.kill(-shell.pid, 'SIGKILL')
  } catch {
    // It was gone already.
  }
}

/** A port of 127.0.0.1 that nobody listens on at this moment. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('no port was given')
  return address.port
}

/** Asks until the answer is truthy; throws with the sentence after `ms`. */
export async function until<T>(
  what: string,
  ask: () => T | Promise<T>,
  ms = 10_000,
): Promise<NonNullable<T>> {
  const end = performance.now() + ms
  for (;;) {
    const answer = await ask()
    if (answer) return answer
    if (performance.now() > end) throw new Error(`${what}: not within ${ms} ms`)
    await sleep(10)
  }
}
