import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type Server } from 'node:net'
import { fileURLToPath } from 'node:url'
import { freePort } from './child.ts'

const THIS_FILE = fileURLToPath(import.meta.url)

/** The cheapest SMTP server, as a process of its own, so that it does not share a core's time unseen. */
export interface FastSink {
  port: number
  /** Mails taken so far. */
  count(): Promise<number>
  stop(): Promise<void>
}

export async function startFastSink(): Promise<FastSink> {
  const port = await freePort()
  const child = spawn(process.execPath, ['--import', 'tsx', THIS_FILE, `${port}`], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  await once(child.stdout, 'data')
  return {
    port,
    async count() {
      const answer = once(child.stdout, 'data')
      child.stdin.write('count\n')
      return Number(String((await answer)[0]))
    },
    async stop() {
      child.stdin.end()
      await once(child, 'exit')
    },
  }
}

/**
 * Takes everything and keeps nothing; a client cannot tell it from a real server, and pipelined commands
 * are answered together (RFC 2920).
 */
export function createFastSink(onMail: () => void): Server {
  return createServer({ noDelay: true }, (socket) => {
    let rest = ''
    let inData = false
    socket.on('error', () => {})
    socket.write('220 sink ESMTP\r\n')
    socket.on('data', (chunk) => {
      rest += chunk.toString('latin1')
      let answers = ''
      for (;;) {
        const [end, after] = inData ? [rest.indexOf('\r\n.\r\n'), 5] : [rest.indexOf('\r\n'), 2]
        if (end < 0) break
        const command = rest.slice(0, inData ? 0 : end).toUpperCase()
        rest = rest.slice(end + after)
        answers += inData ? '250 2.0.0 taken\r\n' : answerTo(command)
        if (inData) onMail()
        inData = command === 'DATA'
        // An empty mail ends with its first line.
        if (inData) rest = `\r\n${rest}`
        if (command === 'QUIT') {
          socket.end(answers)
          return
        }
      }
      // The end of data may be cut anywhere: what could be its beginning is kept.
      if (inData) rest = rest.slice(-4)
      if (answers) socket.write(answers)
    })
  })
}

function answerTo(command: string): string {
  if (command.startsWith('EHLO')) {
    return '250-sink\r\n250-PIPELINING\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250 SIZE 104857600\r\n'
  }
  if (command === 'DATA') return '354 go on\r\n'
  if (command === 'QUIT') return '221 2.0.0 bye\r\n'
  return '250 2.0.0 fine\r\n'
}

/** Started as a process: every input is answered with the count, and its end ends the process. */
if (process.argv[1] === THIS_FILE) {
  let mails = 0
  const server = createFastSink(() => {
    mails += 1
  })
  server.listen(Number(process.argv[2]), '127.0.0.1', () => process.stdout.write('ready\n'))
  process.stdin.on('data', () => process.stdout.write(`${mails}\n`))
  process.stdin.on('end', () => process.exit(0))
}
