import { afterEach, expect, test } from '@jest/globals'
import type { Smtp } from '../../src/config/schema.ts'
import type { TokenFor } from '../../src/credentials/token-for.ts'
import { Failure } from '../../src/errors.ts'
import { connectSmtp } from '../../src/outbox/smtp.ts'
import { type Sink, startSmtpSink } from '../servers/smtp-sink.ts'
import { openDesk, smtpSettings } from './desk.ts'

const ENVELOPE = { from: 'support@acme.test', to: 'ana@customer.test' }
let sink: Sink

afterEach(() => sink.stop())

const start = async (good: string) => {
  sink = await startSmtpSink({ token: (token) => token === good })
}

const settings = (): Smtp => {
  const oauth2 = { provider: 'google', clientId: 'x', grant: 'user' } as const
  return smtpSettings(sink.port, { user: 'support@acme.test', oauth2 })
}

/** Gives these tokens in turn, and notes what was said of the one before. */
function source(...tokens: string[]): { tokenFor: TokenFor; asked: (string | undefined)[] } {
  const asked: (string | undefined)[] = []
  return {
    asked,
    tokenFor: async (_login, rejected) => {
      asked.push(rejected)
      return tokens[asked.length - 1] ?? tokens.at(-1) ?? ''
    },
  }
}

test('a mail leaves by a token', async () => {
  await start('good')
  const connection = await connectSmtp(settings(), source('good').tokenFor)
  const answer = await connection.send(ENVELOPE, Buffer.from('Subject: hi\r\n\r\nhello\r\n'))
  connection.close()
  expect(answer.taken).toBe(true)
  expect(sink.mails.length).toBe(1)
})

test.each([
  ['with a challenge, as Google does', undefined],
  ['at once, as Microsoft does', '535 5.7.3 Authentication unsuccessful'],
])('a rejected token is replaced once: %s', async (_how, auth) => {
  await start('good')
  if (auth) sink.behaviour.auth = auth
  const { tokenFor, asked } = source('stale')
  const refused = await connectSmtp(settings(), tokenFor).catch((error: unknown) => error)
  expect(refused).toMatchObject({ code: 'smtp-refused' })
  expect(asked).toEqual([undefined, 'stale'])
  delete sink.behaviour.auth
  const second = source('stale', 'good')
  const connection = await connectSmtp(settings(), second.tokenFor)
  connection.close()
  expect(second.asked).toEqual([undefined, 'stale'])
})

test('a refused sign-in pauses the account, and all leaves when it is mended', async () => {
  await start('good')
  let refuses = true
  let asked = 0
  const tokenFor: TokenFor = async () => {
    asked += 1
    if (refuses) throw new Failure('sign-in', 'nobody has authorized it', { lasting: 'temporary' })
    return 'good'
  }
  const desk = await openDesk(settings(), { tokenFor })
  await desk.put({})
  await desk.pass()
  await desk.pass()
  expect({ asked, paused: desk.paused }).toEqual({ asked: 1, paused: ['nobody has authorized it'] })
  refuses = false
  desk.delivery.tryAgain()
  expect(await desk.pass()).toMatchObject({ sent: 1 })
  await desk.close()
})
