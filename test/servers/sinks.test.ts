import { afterEach, expect, test } from '@jest/globals'
import { createTransport } from 'nodemailer'
import { until } from './child.ts'
import { startFastSink } from './fast-sink.ts'
import { type Sink, startSmtpSink } from './smtp-sink.ts'

let sink: Sink | undefined

afterEach(async () => {
  await sink?.stop()
  sink = undefined
})

const from = 'support@acme.test'
const to = 'ana@customer.test'

async function send(port: number, more: object = {}) {
  const transport = createTransport({ host: '127.0.0.1', port, ignoreTLS: true })
  return transport.sendMail({ from, to, subject: 'Größe', text: 'hello', ...more })
}

test('a mail is kept with its envelope, its bytes and what they say', async () => {
  sink = await startSmtpSink()
  await send(sink.port, { envelope: { from: '', to: [to, 'bob@customer.test'] } })
  const [mail] = await sink.waitFor(1)
  expect(mail).toMatchObject({ from: '', to: [to, 'bob@customer.test'] })
  expect(mail?.header('from')).toBe(from)
  expect((await mail?.parsed())?.subject).toBe('Größe')
})

test.each([
  [{ mailFrom: '550 5.7.1 not you' }, 550],
  [{ data: '451 4.3.0 later' }, 451],
  [{ recipients: { [to]: '450 4.2.1 later' } }, 450],
])('it refuses as it is told: %j', async (behaviour, responseCode) => {
  sink = await startSmtpSink()
  Object.assign(sink.behaviour, behaviour)
  await expect(send(sink.port)).rejects.toMatchObject({ responseCode })
  expect(sink.mails).toEqual([])
})

test('it refuses a login as it is told', async () => {
  sink = await startSmtpSink({ auth: true })
  sink.behaviour.auth = '535 5.7.8 wrong'
  const auth = { user: 'support', pass: 'secret' }
  const transport = createTransport({ host: '127.0.0.1', port: sink.port, ignoreTLS: true, auth })
  await expect(transport.sendMail({ from, to })).rejects.toMatchObject({ responseCode: 535 })
})

test.each([
  ['before-end', 0],
  ['after-end', 1],
] as const)('it loses the connection %s, and has kept %i', async (drop, kept) => {
  sink = await startSmtpSink()
  sink.behaviour.drop = drop
  await expect(send(sink.port)).rejects.toThrow()
  expect(sink.mails).toHaveLength(kept)
})

test('it hangs, is stopped, and is there again on the same port', async () => {
  sink = await startSmtpSink()
  sink.behaviour.hang = true
  const sending = send(sink.port)
  const lost = expect(sending).rejects.toThrow()
  await until('the connection', () => sink?.connections() === 1)
  await sink.stop()
  await lost
  await expect(send(sink.port)).rejects.toMatchObject({ code: 'ESOCKET' })
  sink.behaviour.hang = false
  await sink.start()
  await send(sink.port)
  expect(sink.mails).toHaveLength(1)
})

test('the fast sink counts every mail, pipelined, empty, and with dots on lines of their own', async () => {
  const fast = await startFastSink()
  const transport = createTransport({ host: '127.0.0.1', port: fast.port, pool: true })
  for (let n = 1; n <= 20; n += 1) {
    await transport.sendMail({ from, to, text: 'a line\r\n.\r\n'.repeat(n * 500) })
  }
  await transport.sendMail({ envelope: { from, to }, raw: '' })
  expect(await fast.count()).toBe(21)
  transport.close()
  await fast.stop()
})
