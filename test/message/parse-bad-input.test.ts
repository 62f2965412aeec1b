import { Readable } from 'node:stream'
import { deflateRawSync } from 'node:zlib'
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { parse } from '../../src/message/parse.ts'
import { mailBytes, multipart, ordinary } from './mail-bytes.ts'
import { stopwatch } from './stopwatch.ts'

const read = (fields: Record<string, string | string[]>, body: string | Buffer = 'Hello\n') =>
  parse(mailBytes(fields, body))

describe('bad input is read as far as it can be', () => {
  test('no From, two Froms, a From that is a name', async () => {
    const { From: _, ...noFrom } = ordinary
    expect(await read(noFrom)).toMatchObject({
      from: null,
      fromCount: 0,
      defects: ['There is no From.'],
    })
    const two = await read({ ...ordinary, From: ['ana@example.com', 'boss@acme.test'] })
    expect(two).toMatchObject({
      from: { address: 'ana@example.com' },
      fromCount: 2,
      defects: ['There are 2 From addresses.'],
    })
    const inOne = await read({ ...ordinary, From: 'ana@example.com, boss@acme.test' })
    expect(inOne.fromCount).toBe(2)
    expect(
      (await read({ ...ordinary, From: 'boss@acme.test <thief@evil.test>' })).from?.address,
    ).toBe('thief@evil.test')
    expect((await read({ ...ordinary, From: 'nobody' })).defects).toEqual([
      'From holds no address.',
    ])
  })

  test('no Message-ID; a Date that is none is not the time of reading', async () => {
    const { 'Message-ID': _, ...noId } = ordinary
    expect(await read(noId)).toMatchObject({
      messageId: null,
      defects: ['There is no Message-ID.'],
    })
    expect(await read({ ...ordinary, Date: 'yesterday' })).toMatchObject({
      date: null,
      defects: ['The Date cannot be read.'],
    })
  })

  test('bare CR line ends', async () => {
    const bytes = Buffer.from(
      mailBytes(ordinary, 'Hello\nworld\n').toString().replace(/\r\n/g, '\r'),
    )
    for (const source of [bytes, Readable.from([bytes])]) {
      expect(await parse(source)).toMatchObject({
        from: { address: 'ana@example.com' },
        text: 'Hello\nworld',
      })
    }
    expect((await parse(bytes)).defects).toEqual(['The line ends were bare CR.'])
  })

  test('NUL bytes', async () => {
    const mail = await read({ ...ordinary, Subject: 'a\0b' }, 'He\0llo\n')
    expect(mail.subject).not.toContain('\0')
    expect(mail.text).toBe('Hello')
  })

  test('8-bit heads and bodies without a charset', async () => {
    const raw = Buffer.concat([
      Buffer.from(
        'From: ana@example.com\r\nMessage-ID: <1@x>\r\nDate: Mon, 02 Nov 2026 10:00:00 +0000\r\nSubject: ',
      ),
      Buffer.from('cff0e8e2e5f220eceeff20e4eef0eee3e0ff', 'hex'),
      Buffer.from('\r\n\r\n'),
      Buffer.from('cff0e8e2e5f220eceeff20e4eef0eee3e0ff', 'hex'),
    ])
    const mail = await parse(raw)
    expect(mail).toMatchObject({ subject: 'Привет моя дорогая', text: 'Привет моя дорогая' })
    expect(mail.defects).toHaveLength(1)
  })

  test('an unknown charset', async () => {
    const mail = await read(
      { ...ordinary, 'Content-Type': 'text/plain; charset=klingon' },
      'Grüße\n',
    )
    expect(mail).toMatchObject({
      text: 'Grüße',
      defects: ['The charset "klingon" is unknown: read as utf-8.'],
    })
  })

  test('a subject with line ends is one line', async () => {
    const mail = await read({ ...ordinary, Subject: '=?utf-8?q?a=0D=0ABcc:_victim@example.com?=' })
    expect(mail.subject).toBe('a Bcc: victim@example.com')
  })

  test('a multipart without its boundary', async () => {
    const mail = await read(
      { ...ordinary, 'Content-Type': 'multipart/mixed' },
      'what was written\n',
    )
    expect(mail.text).toBe('what was written')
    expect(mail.defects).toHaveLength(1)
  })

  test('a multipart that never ends', async () => {
    const body = '--edge\nContent-Type: text/plain\n\nbegun'
    expect(
      await read({ ...ordinary, 'Content-Type': 'multipart/mixed; boundary=edge' }, body),
    ).toMatchObject({ text: 'begun' })
  })

  test('200,000 divs', async () => {
    const spent = stopwatch()
    const mail = await read(
      { ...ordinary, 'Content-Type': 'text/html' },
      `${'<div>'.repeat(200_000)}still here`,
    )
    expect(mail.text).toBe('still here')
    expect(spent()).toBeLessThan(5000)
  })

  const manyParts = (part: string) =>
    mailBytes(
      { ...ordinary, 'Content-Type': 'multipart/mixed; boundary=e' },
      `--e\n\nx\n${part.repeat(20_000)}--e--\n`,
    )
  /** After this the daemon gives a mail up; on a quiet machine none of these takes two seconds. */
  const deadline = 20_000
  const onlyInPart = 'The mail was read only in part: '
  test.each<[name: string, bytes: Buffer, says: object]>([
    ['a thousand levels of nesting', nested(1000), { text: 'deep', defects: [] }],
    [
      '40,000 levels of nesting',
      nestedOpen(40_000),
      { defects: [`${onlyInPart}its parts nest more than 2000 levels deep.`] },
    ],
    [
      'a thousand mails inside one another',
      mailBytes(
        { ...ordinary, 'Content-Type': 'message/rfc822' },
        `${'Subject: x\nContent-Type: message/rfc822\n\n'.repeat(1000)}deep`,
      ),
      { attachments: [{ name: 'x.eml' }] },
    ],
    ['20,000 parts', manyParts('--e\n\nx\n'), { text: 'x', defects: [] }],
    [
      '20,000 attachments',
      manyParts('--e\nContent-Type: application/pdf\n\nx\n'),
      { text: 'x', attachments: { length: 20_000 } },
    ],
    [
      '10,000 recipients',
      mailBytes(
        {
          ...ordinary,
          To: Array.from({ length: 10_000 }, (_, i) => `p${i}@example.com`).join(',\r\n '),
        },
        'x',
      ),
      { text: 'x', to: { length: 10_000 }, defects: ['There are 10000 recipients.'] },
    ],
    [
      'a subject of 5 MB',
      mailBytes({ ...ordinary, Subject: 'x'.repeat(5_000_000) }, 'x'),
      {
        text: 'x',
        defects: [
          'The subject is longer than what is shown of it.',
          'A field of the head is longer than what is read of it.',
        ],
      },
    ],
    [
      'a head of 100,000 fields',
      Buffer.concat([Buffer.from('X-Flood: 1\r\n'.repeat(100_000)), mailBytes(ordinary, 'x')]),
      {
        text: 'x',
        from: { address: 'ana@example.com' },
        defects: ['The head has 100005 fields.'],
      },
    ],
    [
      'a head that never ends',
      Buffer.from('X-Flood: 1\r\n'.repeat(1_000_000)),
      { text: '', from: null },
    ],
    [
      'a text of 20 MB',
      mailBytes(ordinary, 'words and words\n'.repeat(1_250_000)),
      { defects: ['The text is longer than what is shown; the raw mail has all of it.'] },
    ],
    ['empty lines only', Buffer.from('\r\n'.repeat(100_000)), { text: '' }],
    ['nothing', Buffer.alloc(0), { text: '', from: null }],
    ['zeros', Buffer.alloc(100_000), { text: '', from: null }],
  ])(
    '%s',
    async (_, bytes, says) => {
      const spent = stopwatch()
      const mail = await parse(bytes)
      expect(spent()).toBeLessThan(deadline)
      expect(mail).toMatchObject(says)
    },
    60_000,
  )

  test('a zip bomb is bytes like any other: nothing opens it', async () => {
    const bomb = deflateRawSync(Buffer.alloc(20_000_000))
    const [type, body] = multipart('multipart/mixed', [
      'Content-Type: text/plain\n\nsee below',
      `Content-Type: application/zip; name=a.zip\nContent-Transfer-Encoding: base64\n\n${bomb.toString('base64')}`,
    ])
    const { attachments } = await read({ ...ordinary, 'Content-Type': type }, body)
    expect(attachments).toMatchObject([{ name: 'a.zip', size: bomb.length }])
  })

  test('anything at all', async () => {
    const line = fc.constantFrom(
      'From: a@b.example',
      'Subject: =?utf-8?q?',
      'Content-Type: multipart/mixed; boundary=x',
      'Content-Type: text/html; charset=gbk',
      'Content-Type: message/rfc822',
      'Content-Type: multipart/alternative; boundary="x"; boundary=y',
      'Content-Transfer-Encoding: base64',
      'Content-Disposition: attachment; filename="a\\"b"',
      '',
      '--x',
      '--x--',
      '====',
      'aGVsbG8=',
      '<p>hi</p>',
      '\0\ufffd',
      '> quoted',
    )
    const source = fc.oneof(
      fc.array(line, { maxLength: 40 }).map((lines) => Buffer.from(lines.join('\r\n'))),
      fc.uint8Array({ maxLength: 400 }).map((bytes) => Buffer.from(bytes)),
    )
    await fc.assert(
      fc.asyncProperty(source, async (bytes) => {
        const mail = await parse(bytes)
        expect(mail.fingerprint).toHaveLength(64)
        expect(JSON.stringify(mail)).not.toContain('\\u0000')
      }),
      { numRuns: 300 },
    )
  })
})

function nested(levels: number): Buffer {
  let body = 'deep\n'
  let type = 'text/plain'
  for (let level = 0; level < levels; level++) {
    body = `--b${level}\r\nContent-Type: ${type}\r\n\r\n${body}\r\n--b${level}--\r\n`
    type = `multipart/mixed; boundary=b${level}`
  }
  return mailBytes({ ...ordinary, 'Content-Type': type }, Buffer.from(body))
}

/** Parts that never end, so that the mail is not bigger than its heads. */
function nestedOpen(levels: number): Buffer {
  const heads = Array.from(
    { length: levels },
    (_, i) => `Content-Type: multipart/mixed; boundary=b${i}\r\n\r\n--b${i}\r\n`,
  )
  return Buffer.from(
    `Message-ID: <1@x>\r\nDate: ${ordinary.Date}\r\nFrom: ana@example.com\r\n${heads.join('')}\r\ndeep\r\n`,
  )
}
