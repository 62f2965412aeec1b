import { generateKeyPairSync } from 'node:crypto'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { dkimVerify } from 'mailauth/lib/dkim/verify.js'
import { connectSmtp } from '../../src/outbox/smtp.ts'
import { type Sink, startSmtpSink } from '../servers/smtp-sink.ts'
import { smtpSettings } from './desk.ts'

const ENVELOPE = { from: 'support@acme.test', to: 'ana@customer.test' }
const HEAD = 'From: Acme <support@acme.test>\r\nSubject: hi\r\nMessage-ID: <1@acme.test>\r\n\r\n'
const pair = generateKeyPairSync('rsa', { modulusLength: 2048 })
const privateKey = pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
const record = pair.publicKey.export({ type: 'spki', format: 'der' }).toString('base64')

let sink: Sink
beforeEach(async () => {
  sink = await startSmtpSink()
})
afterEach(() => sink.stop())

/** Who signed the mails that arrived, as a receiver finds by DNS. */
async function signatures() {
  const resolver = async (name: string) => {
    expect(name).toBe('desk._domainkey.acme.test')
    return [[`v=DKIM1; k=rsa; p=${record}`]]
  }
  const all: string[] = []
  for (const { bytes } of sink.mails) {
    const { results } = await dkimVerify(bytes, { resolver })
    all.push(results.map((it: { status: { result: string } }) => it.status.result).join())
  }
  return all
}

test('every mail is signed where there is a key, whole or in pieces', async () => {
  const dkim = { domain: 'acme.test', selector: 'desk', privateKey }
  const connection = await connectSmtp(smtpSettings(sink.port, { dkim }))
  async function* pieces() {
    yield Buffer.from(HEAD)
    for (let i = 0; i < 40; i++) yield Buffer.from(`${'x'.repeat(996)}\r\n`)
    yield Buffer.from('.a line that begins with a dot\r\n')
  }
  const whole = Buffer.from(`${HEAD}hello\r\n.\r\n..\r\n`)
  expect(await connection.send(ENVELOPE, whole)).toMatchObject({ taken: true })
  expect(await connection.send(ENVELOPE, pieces())).toMatchObject({ taken: true })
  connection.close()
  expect(await signatures()).toEqual(['pass', 'pass'])
})

test('what cannot be made is no matter of the signature, and the next mail leaves', async () => {
  const dkim = { domain: 'acme.test', selector: 'desk', privateKey }
  const connection = await connectSmtp(smtpSettings(sink.port, { dkim }))
  async function* broken(): AsyncGenerator<Buffer> {
    yield Buffer.from(HEAD)
    throw new Error('disk I/O error')
  }
  await expect(connection.send(ENVELOPE, broken())).rejects.toThrow('disk I/O error')
  connection.close()
  expect(sink.mails).toEqual([])
})

test('a key that is none is refused before anything is sent', async () => {
  const dkim = { domain: 'acme.test', selector: 'desk', privateKey: 'no key' }
  await expect(connectSmtp(smtpSettings(sink.port, { dkim }))).rejects.toMatchObject({
    code: 'smtp-refused',
    message: 'The DKIM key of acme.test cannot be read.',
  })
})
