import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { simpleParser } from 'mailparser'
import type { AttachmentRef } from '../../src/notification/notice.ts'
import { type AttachmentFiles, type Making, makeMail } from '../../src/outbox/mime.ts'
import type { Letter } from '../../src/store/outbox.ts'
import { draft } from './drafts.ts'

const letter = (changes: Partial<Letter> = {}): Letter => ({
  ...draft(),
  id: 7,
  attempts: 1,
  doubts: 0,
  ...changes,
})

async function bytesOf(mail: Letter, making: Partial<Making> = {}): Promise<Buffer> {
  const made = await makeMail(mail, {
    domain: 'acme.test',
    maxBytes: 20 * 1024 * 1024,
    attachmentFiles: async () => [],
    ...making,
  })
  const chunks: Buffer[] = []
  if (Buffer.isBuffer(made.bytes)) chunks.push(made.bytes)
  else for await (const chunk of made.bytes) chunks.push(chunk)
  await made.release()
  return Buffer.concat(chunks)
}

const parsed = async (mail: Letter, making: Partial<Making> = {}) =>
  simpleParser(await bytesOf(mail, making), { skipHtmlToText: true, skipTextToHtml: true })

/** Names of the header fields, in order. */
const fieldsOf = (bytes: Buffer) =>
  (bytes.toString().split('\r\n\r\n')[0] ?? '')
    .replace(/\r\n[ \t]/g, ' ')
    .split('\r\n')
    .map((line) => line.slice(0, line.indexOf(':')))

/** The types of the parts, in order. */
const structureOf = (bytes: Buffer) =>
  [...bytes.toString().matchAll(/^Content-Type: ([\w/]+)/gm)].map(([, type]) => type)

const FIELDS = [
  'Date',
  'From',
  'Reply-To',
  'To',
  'Subject',
  'Message-ID',
  'Content-Language',
  'X-Ticketd-Loop',
  'MIME-Version',
  'Content-Type',
]

test('a mail as it leaves', async () => {
  const bytes = await bytesOf(
    letter({
      from: { name: 'Ana Ruiz via Acme Support', address: 'support@acme.test' },
      recipient: { name: 'Zoë', address: 'zoe@customer.test' },
      subject: '[Acme#100042] Drucker läuft nicht',
      inReplyTo: '<b@c.test>',
      references: ['<a@c.test>', '<b@c.test>'],
      autoSubmitted: 'auto-replied',
      text: 'Grüße\n',
    }),
  )
  expect(bytes.toString().split('\r\n')).toEqual([
    'Date: Sat, 21 Nov 2026 19:00:00 +0000',
    'From: "Ana Ruiz via Acme Support" <support@acme.test>',
    'Reply-To: <support@acme.test>',
    'To: =?UTF-8?B?Wm/Dqw==?= <zoe@customer.test>',
    'Subject: [Acme#100042] Drucker',
    ' =?UTF-8?B?bMOkdWZ0IG5pY2h0?=',
    'Message-ID: <ticket.100042.1.0123456789ab@acme.test>',
    'In-Reply-To: <b@c.test>',
    'References: <a@c.test>',
    ' <b@c.test>',
    'Auto-Submitted: auto-replied',
    'X-Auto-Response-Suppress: All',
    'Content-Language: en',
    'X-Ticketd-Loop: acme.test',
    'MIME-Version: 1.0',
    'Content-Type: multipart/alternative; boundary="=_ticketd.7.alternative"',
    '',
    '--=_ticketd.7.alternative',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: quoted-printable',
    '',
    'Gr=C3=BC=C3=9Fe',
    '',
    '--=_ticketd.7.alternative',
    'Content-Type: text/html; charset=utf-8',
    'Content-Transfer-Encoding: 7bit',
    '',
    '<p>We are on it.</p>',
    '',
    '--=_ticketd.7.alternative--',
    '',
  ])
})

test("a person's words carry no sign of a machine but our own mark", async () => {
  expect(fieldsOf(await bytesOf(letter()))).toEqual(FIELDS)
})

test('the same row gives the same bytes', async () => {
  expect(await bytesOf(letter())).toEqual(await bytesOf(letter()))
})

const anyText = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 200 }),
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.string({ unit: 'grapheme-ascii', maxLength: 300 }),
  fc
    .array(
      fc.constantFrom('a', ' ', '=?', '?=', '\r', '\n', '\0', '"', '\\', 'é', '日', '😀', ':'),
      {
        maxLength: 60,
      },
    )
    .map((parts) => parts.join('')),
)

/** What a reader may expect of a header: one line, without control characters, no space around. */
const asHeader = (text: string) =>
  Buffer.from(text)
    .toString()
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is removed
    .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ')
    .trim()

test('no text from outside can begin a header field or end the headers', async () => {
  await fc.assert(
    fc.asyncProperty(anyText, anyText, anyText, async (subject, name, id) => {
      const bytes = await bytesOf(
        letter({
          subject,
          from: { name, address: 'support@acme.test' },
          recipient: { name, address: 'ana@customer.test' },
          references: [id, `<${id}>`],
        }),
      )
      expect(fieldsOf(bytes).filter((field) => field !== 'References')).toEqual(FIELDS)
      const head = bytes.subarray(0, bytes.indexOf('\r\n\r\n')).toString()
      expect(head).toMatch(/^[\r\n\t -~]*$/)
      expect(Math.max(...head.split('\r\n').map((line) => line.length))).toBeLessThan(998)
      expect(head).not.toMatch(/\r\n[ \t]*\r\n|\r(?!\n)|(?<!\r)\n/)
    }),
  )
})

test('subjects and names arrive as they were', async () => {
  await fc.assert(
    fc.asyncProperty(anyText, anyText, async (subject, name) => {
      const mail = await parsed(
        letter({ subject, recipient: { name, address: 'ana@customer.test' } }),
      )
      expect(mail.subject ?? '').toBe(asHeader(subject))
      const to = Array.isArray(mail.to) ? mail.to[0] : mail.to
      expect(to?.value).toEqual([{ address: 'ana@customer.test', name: asHeader(name) }])
    }),
    { numRuns: 300 },
  )
})

test('texts arrive as they were', async () => {
  await fc.assert(
    fc.asyncProperty(anyText, anyText, async (text, html) => {
      const mail = await parsed(letter({ text, html: `<p>${html}</p>` }))
      const same = (it: string) =>
        Buffer.from(it)
          .toString()
          .replace(/\r\n|\r/g, '\n')
      expect(mail.text?.replace(/\n$/, '')).toBe(same(text).replace(/\n$/, ''))
      expect(mail.html).toBe(same(`<p>${html}</p>`))
    }),
    { numRuns: 300 },
  )
})

describe('lines that would break the mail', () => {
  const hostile = [
    '--=_ticketd.7.alternative--',
    '.',
    '..',
    'From me to you',
    'x '.repeat(60),
    `${'é'.repeat(60)} `,
    'trailing \t',
  ]
  test.each(hostile)('%j', async (line) => {
    const mail = await parsed(letter({ text: `before\n${line}\nafter\n` }))
    expect(mail.text).toBe(`before\n${line}\nafter\n`)
    expect(mail.html).toBe(draft().html)
  })

  test('no line is longer than SMTP takes', async () => {
    const bytes = await bytesOf(letter({ text: 'x'.repeat(5000), html: 'é'.repeat(5000) }))
    expect(
      Math.max(
        ...bytes
          .toString()
          .split('\r\n')
          .map((line) => line.length),
      ),
    ).toBeLessThan(998)
  })
})

describe('addresses that are none', () => {
  const bad = [
    '',
    'a',
    '@b',
    'a b@c.test',
    'a@b>,<c@d.test',
    'a\r\nBcc: x@y.test@c.test',
    'a@b\nc',
    'a@b/c',
    'a@b:25',
    'a@b@c',
  ]
  test.each(bad)('%j', async (address) => {
    await expect(bytesOf(letter({ recipient: { name: '', address } }))).rejects.toThrow(
      'no address',
    )
  })
  test.each([`reply+${'a'.repeat(80)}@desk.test`, 'ana@mail_host.company.test'])(
    'that write to us all the same are answered: %s',
    async (address) => {
      const bytes = await bytesOf(letter({ recipient: { name: '', address } }))
      expect(bytes.toString()).toContain(`\r\nTo: <${address}>\r\n`)
    },
  )
  test('a domain in another script goes in ASCII', async () => {
    const bytes = await bytesOf(letter({ replyTo: 'info@bücher.test' }))
    expect(bytes.toString()).toContain('Reply-To: <info@xn--bcher-kva.test>')
  })
})

describe('attachments', () => {
  const ref = (changes: Partial<AttachmentRef> = {}): AttachmentRef => ({
    ledgerId: 1,
    position: 0,
    name: 'report.pdf',
    type: 'application/pdf',
    size: 300,
    inline: false,
    contentId: null,
    ...changes,
  })
  const contents =
    (...all: (Buffer | null)[]): AttachmentFiles =>
    async () =>
      all.map((content) => (content ? { content } : null))

  test('no name, type or content id adds a line to a head', async () => {
    await fc.assert(
      fc.asyncProperty(anyText, anyText, anyText, fc.boolean(), async (name, type, id, inline) => {
        const bytes = await bytesOf(
          letter({
            attachments: [
              ref({ name, type: `${type}\r\nX-Evil: 1`, contentId: `${id}\r\n`, inline }),
            ],
          }),
          { attachmentFiles: contents(Buffer.from('BODY')) },
        )
        const parts = bytes.toString('latin1').split(/\r\n--/)
        const head = parts.find((part) => /\r\nQk9EWQ==/.test(part))?.split('\r\n\r\n')[0] ?? ''
        const fields = head
          .replace(/\r\n[ \t]/g, ' ')
          .split('\r\n')
          .slice(1)
          .map((line) => line.split(':')[0])
        expect(fields).toEqual(expect.arrayContaining(['Content-Type', 'Content-Disposition']))
        expect(
          fields.every((field) =>
            /^Content-(Type|Disposition|Transfer-Encoding|ID)$/i.test(field ?? ''),
          ),
        ).toBe(true)
      }),
    )
  })

  test('arrive with their names, types and bytes', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'ticketd-mime-'))
    const big = Buffer.from(Array.from({ length: 300_000 }, (_, i) => (i * 7) % 256))
    const file = path.join(folder, 'big')
    writeFileSync(file, big)
    let released = 0
    const mail = await parsed(
      letter({
        attachments: [
          ref({ name: 'Año "2026"; Übersicht – 最終.pdf' }),
          ref({ position: 1, name: 'big.bin', type: 'weird/type; name=x', size: big.length }),
          ref({
            position: 2,
            name: 'i.png',
            type: 'image/png',
            inline: true,
            contentId: '<img1@x>',
          }),
          ref({ position: 3, name: 'fwd', type: 'message/rfc822' }),
        ],
      }),
      {
        attachmentFiles: async () => [
          { content: Buffer.from('one') },
          {
            path: file,
            release: async () => {
              released += 1
            },
          },
          { content: Buffer.from([0, 255, 13, 10]) },
          { content: Buffer.from('From: a@b\r\n\r\nhi') },
        ],
      },
    )
    expect(
      mail.attachments.map((it) => [it.filename, it.contentType, it.contentDisposition]),
    ).toEqual([
      ['Año "2026"; Übersicht – 最終.pdf', 'application/pdf', 'attachment'],
      ['big.bin', 'application/octet-stream', 'attachment'],
      ['i.png', 'image/png', 'inline'],
      ['fwd', 'application/octet-stream', 'attachment'],
    ])
    expect(mail.attachments[1]?.content.equals(big)).toBe(true)
    expect(mail.attachments[2]?.content.equals(Buffer.from([0, 255, 13, 10]))).toBe(true)
    expect(mail.attachments[2]?.cid).toBe('img1@x')
    expect(mail.text).toBe('We are on it.\n')
    expect(released).toBe(1)
    rmSync(folder, { recursive: true })
  })

  test('a picture that the HTML shows stands with it, all others behind', async () => {
    const picture = ref({ name: 'p.png', type: 'image/png', contentId: 'p@x' })
    const other = ref({
      position: 1,
      name: 'q.png',
      type: 'image/png',
      inline: true,
      contentId: 'q@x',
    })
    const mail = letter({
      html: '<p><b>Look:</b> <img src="cid:p@x" alt="" /> src=&quot;cid:q@x&quot;</p>',
      attachments: [other, picture],
    })
    const making = {
      attachmentFiles: contents(Buffer.from('other'), Buffer.from('picture')),
    }
    const read = await parsed(mail, making)
    expect(
      read.attachments.map((it) => [it.filename, it.cid, it.related, it.content.toString()]),
    ).toEqual([
      ['p.png', 'p@x', true, 'picture'],
      ['q.png', 'q@x', undefined, 'other'],
    ])
    expect(read.attachments[0]?.contentDisposition).toBe('inline')
    expect(read.html).toContain('<b>Look:</b>')
    expect(structureOf(await bytesOf(mail, making))).toEqual([
      'multipart/mixed',
      'multipart/related',
      'multipart/alternative',
      'text/plain',
      'text/html',
      'image/png',
      'image/png',
    ])
    const alone = letter({ html: mail.html, attachments: [picture] })
    expect(
      structureOf(await bytesOf(alone, { attachmentFiles: contents(Buffer.from('picture')) })),
    ).toEqual([
      'multipart/related',
      'multipart/alternative',
      'text/plain',
      'text/html',
      'image/png',
    ])
    expect((await parsed(alone, { attachmentFiles: contents(null) })).html).toContain(
      '[Attachment no longer stored: p.png',
    )
  })

  test('too large ones are left out and named with their size, in text and HTML', async () => {
    const asked: string[] = []
    const mail = await parsed(
      letter({
        html: '<html><body><p>Hi</p></body></html>',
        attachments: [
          ref({ name: 'small.txt', size: 3 }),
          ref({ name: '<huge>.iso', size: 48 * 1024 * 1024 }),
        ],
      }),
      {
        maxBytes: 100_000,
        attachmentFiles: async (refs) => {
          asked.push(...refs.map((it) => it.name))
          return [{ content: Buffer.from('abc') }]
        },
      },
    )
    expect(asked).toEqual(['small.txt'])
    expect(mail.attachments.map((it) => it.filename)).toEqual(['small.txt'])
    expect(mail.text).toContain(
      '[Attachment too large for this mail: <huge>.iso (50.3 MB). It is kept with the ticket.]',
    )
    expect(mail.html).toContain(
      '&lt;huge&gt;.iso (50.3 MB). It is kept with the ticket.]</p>\n</body></html>',
    )
  })

  test('what is left out is named above the footer', async () => {
    const text = 'Hello,\n\n-- \nBo\n\n-- \nAcme Support\n'
    const mail = await parsed(
      letter({ text, language: 'es', attachments: [ref({ name: 'a.iso', size: 5_000_000 })] }),
      { maxBytes: 100_000, attachmentFiles: async () => [] },
    )
    expect(mail.text).toBe(
      'Hello,\n\n-- \nBo\n\n[Adjunto demasiado grande para este correo: a.iso (5 MB). Se conserva con el ticket.]\n\n-- \nAcme Support\n',
    )
  })

  test('the limit is kept whatever the sizes are', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: 60_000 }), { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 65_536, max: 200_000 }),
        async (sizes, maxBytes) => {
          const attachments = sizes.map((size, position) => ref({ size, position }))
          const bytes = await bytesOf(letter({ attachments }), {
            maxBytes,
            attachmentFiles: async (refs) =>
              refs.map(({ size }) => ({ content: Buffer.alloc(size, 65) })),
          })
          expect(bytes.length).toBeLessThanOrEqual(maxBytes)
        },
      ),
      { numRuns: 50 },
    )
  })

  test('one that is no longer stored is named, in the language of the mail', async () => {
    const gone = { attachmentFiles: contents(null) }
    const mail = await parsed(letter({ attachments: [ref()], language: 'es-AR' }), gone)
    expect(mail.text).toContain('[Adjunto que ya no se conserva: report.pdf (300 bytes)]')
    expect(mail.attachments).toEqual([])
    const other = await parsed(letter({ attachments: [ref()], language: 'nl' }), gone)
    expect(other.text).toContain('[Attachment no longer stored: report.pdf (300 bytes)]')
  })
})
