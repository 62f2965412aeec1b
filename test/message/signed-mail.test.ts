import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from '@jest/globals'
import { parse } from '../../src/message/parse.ts'
import { signedMail } from '../../src/message/signed-mail.ts'

const file = path.join(import.meta.dirname, 'mail', '236-signed-as-a-whole-in-pieces.eml')
const whole = readFileSync(file)
const [head = '', base64 = ''] = whole.toString().split('\n\n')
const signed = Buffer.from(base64, 'base64')
const mailOf = (bytes: Buffer) => Buffer.from(`${head}\n\n${bytes.toString('base64')}\n`)

test('the head inside says what the text is, and nothing that a server on the way would say', () => {
  const fields = String(signedMail(whole)).split('\r\n\r\n')[0]
  expect(fields).toMatch(/^Content-Type: multipart\/mixed/m)
  expect(fields).not.toMatch(/pkcs7|Authentication-Results|inside/)
})

test('what is cut, encrypted or no signature at all stays a file', async () => {
  for (const length of [0, 1, 20, 60, 200]) {
    expect(signedMail(mailOf(signed.subarray(0, length)))).toBeNull()
  }
  const encrypted = Buffer.from(signed)
  // The last byte of the type: enveloped-data.
  encrypted[12] = 3
  const mail = await parse(mailOf(encrypted))
  expect(mail).toMatchObject({ text: '', attachments: [{ name: 'smime.p7m' }] })
})

test('hostile nesting is read no deeper than honest mails go', () => {
  expect(signedMail(mailOf(Buffer.alloc(300_000, '3080', 'hex')))).toBeNull()
})
