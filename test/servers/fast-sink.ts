import { createServer, type Server } from 'node:net'
import { fileURLToPath } from 'node:url'

/**
 * The cheapest SMTP server that a client cannot tell from a real one, for throughput: takes everything,
 * keeps nothing, counts mails, and has its answer to a pipelined command ready at once (RFC 2920).
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
        if (inData) {
          const end = rest.indexOf('\r\n.\r\n')
          if (end < 0) {
            // The end may be cut anywhere: keep what could be its beginning.
            rest = rest.slice(-4)
            break
          }
          rest = rest.slice(end + 5)
          inData = false
          onMail()
          answers += '250 2.0.0 taken\r\n'
          continue
        }
        const line = rest.indexOf('\r\n')
        if (line < 0) break
        const command = rest.slice(0, line).toUpperCase()
        rest = rest.slice(line + 2)
        answers += answerTo(command)
        inData = command === 'DATA'
        // An empty mail ends with its first line.
        if (inData) rest = `\r\n${rest}`
        if (command === 'QUIT') {
          socket.end(answers)
          return
        }
      }
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

/**
 * As a process of its own: `tsx test/servers/fast-sink.ts PORT`. Every line that it reads is answered
 * with the number of mails taken so far; the end of its input ends it.
 */
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  let mails = 0
  const server = createFastSink(() => {
    mails += 1
  })
  server.listen(Number(process.argv[2]), '127.0.0.1', () => process.stdout.write('ready\n'))
  process.stdin.on('data', () => process.stdout.write(`${mails}\n`))
  process.stdin.on('end', () => process.exit(0))
}
