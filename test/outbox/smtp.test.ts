import { once } from 'node:events'
import { createServer, type Server, type Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import type { Smtp } from '../../src/config/schema.ts'
import { connectSmtp } from '../../src/outbox/smtp.ts'
import { type Sink, startSmtpSink } from '../servers/smtp-sink.ts'
import { smtpSettings } from './desk.ts'

const ENVELOPE = { from: 'support@acme.test', to: 'ana@customer.test' }
const MAIL = Buffer.from('Subject: hi\r\n\r\nhello\r\n')

/** A server that follows a script: what it answers to each line, or a function that acts. */
type Script = (line: string, socket: Socket) => string | undefined

const scripted: Server[] = []
let sink: Sink

beforeEach(async () => {
  sink = await startSmtpSink()
})

afterEach(async () => {
  await sink.stop()
  for (const server of scripted.splice(0)) server.close()
})

async function serve(script: Script): Promise<Smtp> {
  const server = createServer((socket) => {
    socket.on('error', () => {})
    socket.write('220 scripted\r\n')
    let inText = false
    let rest = ''
    socket.on('data', (chunk) => {
      rest += chunk.toString()
      for (let end = rest.indexOf('\r\n'); end >= 0; end = rest.indexOf('\r\n')) {
        const line = rest.slice(0, end)
        rest = rest.slice(end + 2)
        if (inText && line !== '.') continue
        const answer = script(inText ? 'END' : line, socket) ?? usual(line)
        inText = line === 'DATA' && answer.startsWith('354')
        if (!socket.destroyed) socket.write(`${answer}\r\n`)
      }
    })
  })
  scripted.push(server)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return smtpSettings(address.port, { timeout: 300 })
}

function usual(line: string): string {
  return line === 'DATA' ? '354 go on' : '250 fine'
}

test('one connection carries many mails, whole and in pieces', async () => {
  const connection = await connectSmtp(smtpSettings(sink.port))
  async function* pieces() {
    yield Buffer.from('Subject: two\r\n\r\n')
    for (let i = 0; i < 1000; i++) yield Buffer.alloc(1000, 65)
  }
  for (const bytes of [MAIL, pieces(), MAIL]) {
    expect(await connection.send(ENVELOPE, bytes)).toEqual({
      taken: true,
      serverMessageId: null,
      words: expect.stringMatching(/^250 /),
    })
  }
  connection.close()
  expect(sink.mails.map((mail) => mail.bytes.length)).toEqual([22, 1_000_018, 22])
  expect(sink.mails[0]).toMatchObject({ from: 'support@acme.test', to: ['ana@customer.test'] })
  expect(sink.connections()).toBe(1)
})

test('the null return path', async () => {
  const connection = await connectSmtp(smtpSettings(sink.port))
  await connection.send({ from: '', to: 'ana@customer.test' }, MAIL)
  connection.close()
  expect(sink.mails[0]?.from).toBe('')
})

test('the largest mail that the server takes is remembered', async () => {
  const connection = await connectSmtp(smtpSettings(sink.port))
  expect(connection.maxBytes).toBe(100 * 1024 * 1024)
  connection.close()
  const settings = await serve(() => undefined)
  const other = await connectSmtp(settings)
  expect(other.maxBytes).toBeNull()
  other.close()
})

test('the Message-ID that the server put in place of ours', async () => {
  const settings = await serve((line) =>
    line === 'END' ? '250 2.0.0 OK <abc@x.eurprd01.prod.outlook.com> [Hostname=x]' : undefined,
  )
  const connection = await connectSmtp(settings)
  expect(await connection.send(ENVELOPE, MAIL)).toEqual({
    taken: true,
    serverMessageId: '<abc@x.eurprd01.prod.outlook.com>',
    words: '250 2.0.0 OK <abc@x.eurprd01.prod.outlook.com> [Hostname=x]',
  })
  connection.close()
})

describe('what the server refuses', () => {
  const refusals: [string, string, string, boolean][] = [
    ['MAIL FROM', '550 5.7.1 no', 'sender', false],
    ['RCPT TO', '451 4.7.1 later', 'recipient', false],
    ['DATA', '554 5.5.1 no', 'content', false],
    ['END', '552 5.3.4 too big', 'content', true],
  ]
  test.each(refusals)('%s', async (command, words, stage, endWritten) => {
    let refuses = true
    const settings = await serve((line) => {
      if (line === 'RSET') refuses = false
      return refuses && line.startsWith(command) ? words : undefined
    })
    const connection = await connectSmtp(settings)
    const trouble = { stage, code: Number(words.slice(0, 3)), words, endWritten }
    expect(await connection.send(ENVELOPE, MAIL)).toEqual({ taken: false, trouble })
    expect(await connection.send(ENVELOPE, MAIL)).toMatchObject({ taken: true })
    connection.close()
  })
})

describe('a connection lost', () => {
  const lost = (stage: string, endWritten: boolean) => ({
    taken: false,
    trouble: { stage, code: null, words: expect.any(String), endWritten },
  })

  test.each(['MAIL FROM', 'RCPT TO', 'DATA'])(
    'at %s: the server cannot have it',
    async (command) => {
      const settings = await serve((line, socket) => {
        if (line.startsWith(command)) socket.destroy()
        return undefined
      })
      const connection = await connectSmtp(settings)
      expect(await connection.send(ENVELOPE, MAIL)).toEqual(lost('content', false))
      expect(connection.alive()).toBe(false)
    },
  )

  test('at the end of the text: it may have it', async () => {
    const settings = await serve((line, socket) => {
      if (line === 'END') socket.destroy()
      return undefined
    })
    const connection = await connectSmtp(settings)
    expect(await connection.send(ENVELOPE, MAIL)).toEqual(lost('content', true))
  })

  test('in the middle of a long text: it cannot', async () => {
    sink.behaviour.drop = 'before-end'
    const connection = await connectSmtp(smtpSettings(sink.port))
    const long = Buffer.concat([MAIL, Buffer.alloc(20_000_000, 'a line\r\n')])
    expect(await connection.send(ENVELOPE, long)).toEqual(lost('content', false))
  })

  test('by us, while a mail is on its way', async () => {
    const settings = await serve((line) => {
      if (line === 'END') connection.close()
      return line === 'END' ? '250-not yet' : undefined
    })
    const connection = await connectSmtp(settings)
    expect(await connection.send(ENVELOPE, MAIL)).toEqual(lost('content', true))
  })

  test('no answer: given up after the timeout, after ten of them once the text has ended', async () => {
    for (const [at, endWritten, least, most] of [
      ['RCPT TO', false, 300, 3000],
      ['END', true, 3000, 10_000],
    ] as const) {
      const settings = await serve((line) => (line.startsWith(at) ? '250-not yet' : undefined))
      const connection = await connectSmtp(settings)
      const start = performance.now()
      expect(await connection.send(ENVELOPE, MAIL)).toEqual(lost('content', endWritten))
      const waited = performance.now() - start
      expect(waited).toBeGreaterThan(least - 20)
      expect(waited).toBeLessThan(most)
    }
  })
})

test('bytes that cannot be read end the mail, not as an answer of the server', async () => {
  const connection = await connectSmtp(smtpSettings(sink.port))
  async function* broken() {
    yield MAIL
    throw new Error('the disk is gone')
  }
  await expect(connection.send(ENVELOPE, broken())).rejects.toThrow('the disk is gone')
  expect(connection.alive()).toBe(false)
  expect(sink.mails).toEqual([])
})

describe('connecting', () => {
  test('nobody listens', async () => {
    await sink.stop()
    await expect(connectSmtp(smtpSettings(sink.port))).rejects.toMatchObject({
      code: 'smtp-unreachable',
      lasting: 'temporary',
    })
  })

  test('no greeting', async () => {
    sink.behaviour.hang = true
    const settings = smtpSettings(sink.port, { timeout: 200 })
    await expect(connectSmtp(settings)).rejects.toMatchObject({ code: 'smtp-unreachable' })
  })

  test('TLS towards a port without is told in words', async () => {
    await expect(connectSmtp(smtpSettings(sink.port, { security: 'tls' }))).rejects.toMatchObject({
      code: 'smtp-unreachable',
      message: expect.stringMatching(/^[^:]+:\d+ cannot be used: .{0,7}wrong version number$/),
      advice: 'The port does not speak TLS: check port and security.',
    })
  })

  test('STARTTLS is insisted on', async () => {
    const settings = smtpSettings(sink.port, { security: 'starttls' })
    await expect(connectSmtp(settings)).rejects.toMatchObject({ code: 'smtp-refused' })
  })

  test('a wrong password', async () => {
    const guarded = await startSmtpSink({ auth: true })
    guarded.behaviour.auth = '535 5.7.8 wrong password'
    const settings = smtpSettings(guarded.port, { user: 'u', password: 'very secret' })
    const failure = await connectSmtp(settings).catch((error) => error)
    expect(failure).toMatchObject({
      code: 'smtp-refused',
      message: expect.stringContaining('535 5.7.8 wrong password'),
    })
    expect(JSON.stringify([failure.message, failure.advice])).not.toContain('very secret')
    await guarded.stop()
  })

  test('a user without a need to log in', async () => {
    const settings = await serve(() => undefined)
    const connection = await connectSmtp({ ...settings, user: 'u', password: 'p' })
    expect(await connection.send(ENVELOPE, MAIL)).toMatchObject({ taken: true })
    connection.close()
  })
})

test('a server that repeats the login gives the password away to nobody', async () => {
  const settings = await serve((line) => {
    if (line.startsWith('EHLO')) return '250-scripted\r\n250 AUTH PLAIN'
    return line.startsWith('AUTH') ? `535 5.7.8 refused: ${line}` : undefined
  })
  const login = { user: 'support@acme.test', password: 'sesame' }
  await expect(connectSmtp({ ...settings, ...login })).rejects.toMatchObject({
    code: 'smtp-refused',
    message: expect.stringContaining('535 5.7.8 refused: AUTH PLAIN (secret)'),
  })
})
