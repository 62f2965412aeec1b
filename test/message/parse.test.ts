import { Readable } from 'node:stream'
import { describe, expect, test } from '@jest/globals'
import { parse } from '../../src/message/parse.ts'
import { mailBytes, multipart, ordinary } from './mail-bytes.ts'

const read = (fields: Record<string, string | string[]>, body: string | Buffer = 'Hello\n') =>
  parse(mailBytes(fields, body))

describe('an ordinary mail', () => {
  test('says who wrote what to whom', async () => {
    const mail = await read({
      ...ordinary,
      Cc: 'Bob <BOB@example.com>',
      'Reply-To': 'desk@example.com',
      'Delivered-To': 'x@acme.test',
    })
    expect(mail).toMatchObject({
      messageId: '<1@example.com>',
      subject: 'The phone does not ring',
      from: { name: 'Ana Ruiz', address: 'ana@example.com' },
      fromCount: 1,
      to: [{ name: '', address: 'support@acme.test' }],
      cc: [{ name: 'Bob', address: 'bob@example.com' }],
      replyTo: [{ name: '', address: 'desk@example.com' }],
      deliveredTo: ['x@acme.test'],
      date: '2026-11-02T10:00:00.000Z',
      text: 'Hello',
      reply: 'Hello',
      folds: [],
      html: null,
      attachments: [],
      automatic: null,
      bounce: null,
      defects: [],
    })
  })

  test('reads the same from a stream, byte by byte or whole', async () => {
    const bytes = mailBytes(
      { ...ordinary, 'Content-Type': 'text/plain; charset=utf-8' },
      'Grüße\n\n> quoted\n',
    )
    const whole = await parse(bytes)
    expect(await parse(Readable.from([bytes]))).toEqual(whole)
    expect(await parse(Readable.from([...bytes].map((byte) => Buffer.from([byte]))))).toEqual(whole)
  })

  test('survives structured cloning unchanged, as a worker needs it', async () => {
    const mail = await read(ordinary)
    expect(structuredClone(mail)).toEqual(mail)
  })
})

describe('texts', () => {
  const plain = 'Content-Type: text/plain; charset=utf-8\n\nplain words'
  const html = 'Content-Type: text/html; charset=utf-8\n\n<p>rich <b>words</b></p>'
  const bodies: [string, [string, string], string, string | null][] = [
    [
      'of alternatives the plain one',
      multipart('multipart/alternative', [plain, html]),
      'plain words',
      '<p>rich <b>words</b></p>',
    ],
    [
      'of an empty plain one the HTML',
      multipart('multipart/alternative', ['Content-Type: text/plain\n\n \n', html]),
      'rich words',
      '<p>rich <b>words</b></p>',
    ],
    [
      'of HTML alone its words',
      ['text/html', '<style>x{}</style><p>rich</p><p>words</p>'],
      'rich\n\nwords',
      '<style>x{}</style><p>rich</p><p>words</p>',
    ],
    [
      'of mixed parts all of them',
      multipart('multipart/mixed', [plain, html]),
      'plain words\nrich words',
      '<div style="white-space: pre-wrap">plain words</div>\n<p>rich <b>words</b></p>',
    ],
    [
      'of the same words twice one',
      multipart('multipart/mixed', [plain, 'Content-Type: text/html\n\n<p>plain words</p>']),
      'plain words',
      '<div style="white-space: pre-wrap">plain words</div>\n<p>plain words</p>',
    ],
    [
      'of quoted HTML the quote behind signs',
      ['text/html', '<p>new</p><blockquote type="cite">old<br>older</blockquote>'],
      'new\n\n> old\n> older',
      '<p>new</p><blockquote type="cite">old<br>older</blockquote>',
    ],
    [
      'of parts whose delimiters are padded with blanks all of them',
      [
        'multipart/mixed; boundary=edge',
        `--edge \n${plain}\n--edge\t \n${plain}er\n--edge-- \nend`,
      ],
      'plain words\nplain wordser',
      null,
    ],
    ['of an unknown kind of text the text', ['text/x-note', 'noted'], 'noted', null],
    ['of a type that is none the text', ['text', 'noted'], 'noted', null],
  ]
  test.each(bodies)('%s', async (_, [type, body], text, rich) => {
    const mail = await read({ ...ordinary, 'Content-Type': type }, body)
    expect({ text: mail.text, html: mail.html?.replace(/\s+$/, '') ?? null }).toEqual({
      text,
      html: rich,
    })
  })

  test('of HTML without a charset the one that it names itself', async () => {
    const body = Buffer.from('<meta charset="windows-1251"><p>\xcf\xf0\xe8</p>', 'latin1')
    expect((await read({ ...ordinary, 'Content-Type': 'text/html' }, body)).text).toBe('При')
  })

  test('of HTML that calls itself UTF-16 and can be read without it what stands there', async () => {
    const body = '<meta content="text/html; charset=unicode"><p>rich words'
    const mail = await read({ ...ordinary, 'Content-Type': 'text/html' }, body)
    expect(mail.text).toBe('rich words')
  })

  test('of Japanese programs that name no charset what they say, in the subject too', async () => {
    const words = '\x1b$BF|K\\\x1b(B'
    const mail = await read({ ...ordinary, Subject: words }, `${words} 1`)
    expect(mail).toMatchObject({ subject: '日本', text: '日本 1' })
  })
})

describe('attachments', () => {
  test('are counted, hashed and named for any file system', async () => {
    const [type, body] = multipart('multipart/mixed', [
      'Content-Type: text/plain\n\nsee below',
      'Content-Type: application/pdf; name="../../etc/passwd"\nContent-Transfer-Encoding: base64\n\naGVsbG8=',
      'Content-Type: image/png\nContent-ID: <logo@x>\nContent-Disposition: inline\nContent-Transfer-Encoding: base64\n\naGVsbG8=',
      'Content-Type: text/plain; name="log.txt"\nContent-Disposition: inline; filename="log.txt"\n\nlines',
      'Content-Type: message/rfc822\n\nSubject: inside\n\nkept',
      "Content-Type: text/csv\nContent-Disposition: attachment; filename*0*=utf-8''%C3%BCber; filename*1=sicht.csv\n\n1;2",
    ])
    const { text, attachments } = await read({ ...ordinary, 'Content-Type': type }, body)
    expect(text).toBe('see below')
    expect(
      attachments.map(({ index, name, type: kind, size, inline, contentId }) => ({
        index,
        name,
        kind,
        size,
        inline,
        contentId,
      })),
    ).toEqual([
      {
        index: 0,
        name: 'passwd',
        kind: 'application/pdf',
        size: 5,
        inline: false,
        contentId: null,
      },
      {
        index: 1,
        name: 'attachment.png',
        kind: 'image/png',
        size: 5,
        inline: true,
        contentId: 'logo@x',
      },
      { index: 2, name: 'log.txt', kind: 'text/plain', size: 5, inline: true, contentId: null },
      {
        index: 3,
        name: 'inside.eml',
        kind: 'message/rfc822',
        size: 23,
        inline: false,
        contentId: null,
      },
      {
        index: 4,
        name: 'übersicht.csv',
        kind: 'text/csv',
        size: 3,
        inline: false,
        contentId: null,
      },
    ])
    expect(attachments[0]?.sha256).toBe(
      '2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824',
    )
  })
})

describe('the fingerprint', () => {
  const fingerprint = async (fields: Record<string, string | string[]>, body = 'Hello\n') =>
    (await read(fields, body)).fingerprint

  test('is that of the content, however it travelled', async () => {
    const here = await fingerprint(ordinary)
    expect(
      await fingerprint({
        Received: 'from a by b',
        'Return-Path': '<a@b>',
        ...ordinary,
        'X-Spam': 'no',
      }),
    ).toBe(here)
    expect(
      await fingerprint({ ...ordinary, 'Content-Transfer-Encoding': 'base64' }, 'SGVsbG8K\n'),
    ).toBe(here)
  })

  test.each([
    ['id', { 'Message-ID': '<2@example.com>' }, 'Hello\n'],
    ['From', { From: 'bob@example.com' }, 'Hello\n'],
    ['Date', { Date: 'Mon, 02 Nov 2026 10:00:01 +0000' }, 'Hello\n'],
    ['subject', { Subject: 'Another' }, 'Hello\n'],
    ['text', {}, 'Hallo\n'],
  ])('changes with the %s', async (_, fields, body) => {
    expect(await fingerprint({ ...ordinary, ...fields }, body)).not.toBe(
      await fingerprint(ordinary),
    )
  })
})
