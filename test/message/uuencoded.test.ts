import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { attachmentContents } from '../../src/message/extract.ts'
import { parse } from '../../src/message/parse.ts'
import { unpackUuencoded } from '../../src/message/uuencoded.ts'

/** As POSIX `uuencode` writes; `blank` is its sign for nought. */
function uuencode(name: string, bytes: Buffer, blank = '`'): string {
  const sign = (six: number) => (six === 0 ? blank : String.fromCharCode(six + 32))
  const lines = [`begin 644 ${name}`]
  for (let at = 0; at < bytes.length; at += 45) {
    const piece = bytes.subarray(at, at + 45)
    let line = sign(piece.length)
    for (let i = 0; i < piece.length; i += 3) {
      const [a = 0, b = 0, c = 0] = piece.subarray(i, i + 3)
      line += [a >> 2, ((a & 3) << 4) | (b >> 4), ((b & 15) << 2) | (c >> 6), c & 63]
        .map(sign)
        .join('')
    }
    lines.push(line.trimEnd())
  }
  return [...lines, sign(0), 'end', ''].join('\n')
}

const mail = (body: string, more = '') =>
  Buffer.from(
    `From: ana@example.com\nSubject: a file\nDate: Mon, 2 Nov 2026 10:00:00 +0000\n${more}\n${body}`.replace(
      /\n/g,
      '\r\n',
    ),
    'latin1',
  )

test('whatever is packed comes out again', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), fc.constantFrom('`', ' '), (array, blank) => {
      const bytes = Buffer.from(array)
      const text = Buffer.from(`Hello\n${uuencode('a file.bin', bytes, blank)}Bye\n`, 'latin1')
      const found = unpackUuencoded(text)
      expect(found?.rest.toString()).toBe('Hello\nBye\n')
      expect(found?.files.map((f) => [f.attachment.name, f.bytes.equals(bytes)])).toEqual([
        ['a file.bin', true],
      ])
    }),
  )
})

test('files in the text are attachments, and what is written stays', async () => {
  const log = Buffer.from('the log\n'.repeat(40))
  const body = `Please see the two files.\n\n${uuencode('../old.log', log)}\n${uuencode('b.bin', Buffer.from([0, 255, 0]))}\nAna\n`
  const read = await parse(mail(body))
  expect(read.reply).toMatch(/^Please see the two files\.\n\n\n\nAna$/)
  expect(read.attachments.map(({ name, size }) => [name, size])).toEqual([
    ['old.log', log.length],
    ['b.bin', 3],
  ])
  const contents = await attachmentContents(mail(body))
  expect(contents.get(0)?.equals(log)).toBe(true)
  expect([...(contents.get(1) ?? [])]).toEqual([0, 255, 0])
})

test('an attachment whose transfer encoding says so is unpacked', async () => {
  const type = 'Content-Type: application/octet-stream; name="a.bin"\n'
  const bytes = Buffer.from('0123456789'.repeat(30))
  const raw = mail(uuencode('a.bin', bytes), `${type}Content-Transfer-Encoding: x-uuencode\n`)
  const { attachments } = await parse(raw)
  expect(attachments).toMatchObject([{ name: 'a.bin', size: bytes.length }])
  expect((await attachmentContents(raw)).get(0)?.equals(bytes)).toBe(true)
})

test.each([
  'begin 644 things that we have to do\nend\nof the day',
  'begin 644 a.bin\nthis is no line of uuencode, and too long\n`\nend\n',
  'We begin 644 a.bin\n`\nend\n',
  'begin 644 a.bin\n#86)C\n',
])('%j stays text', async (body) => {
  const read = await parse(mail(body))
  expect(read.attachments).toEqual([])
  expect(read.text).toBe(body.trimEnd())
})

test('a file of many megabytes in the text is whole', async () => {
  const bytes = Buffer.alloc(6 * 1024 * 1024, 'ticket')
  const read = await parse(mail(`See below.\n\n${uuencode('big.bin', bytes)}`))
  expect(read.attachments).toMatchObject([{ name: 'big.bin', size: bytes.length }])
  expect(read.text).toBe('See below.')
})

test('a file as the program itself writes it', () => {
  const found = unpackUuencoded(Buffer.from('begin 644 cat.txt\r\n#0V%T\r\n`\r\nend\r\n'))
  expect(found?.files[0]?.bytes.toString()).toBe('Cat')
})
