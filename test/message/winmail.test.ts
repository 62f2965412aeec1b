import { createHash } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { extractAttachments } from '../../src/message/extract.ts'
import { parse } from '../../src/message/parse.ts'
import { decompressRtf } from '../../src/message/winmail/rtf-compressed.ts'
import { readRtf } from '../../src/message/winmail/rtf-text.ts'
import { readTnef } from '../../src/message/winmail/tnef.ts'
import { mailBytes, multipart, ordinary } from './mail-bytes.ts'
import * as write from './tnef-bytes.ts'

const picture = Buffer.from('89504e470d0a1a0a', 'hex')
const plan = Buffer.from('%PDF-1.4 the plan')
const body = write.text(0x1000, 'Please see the plan.')
const planFile = write.file(
  write.named('X-Color', 7),
  write.number(0x3705, 1),
  write.bytes(0x3701, plan),
  write.text(0x3707, 'Plán für März.pdf'),
  write.text(0x370e, 'application/pdf'),
)
const winmail = write.tnefBytes(
  write.attribute(1, 0x00069007, write.uint32(1252)),
  write.message(write.named('thing', 1), body),
  write.plainFile('logo.png', picture),
  planFile,
)

const base64 = (bytes: Buffer) => bytes.toString('base64').replace(/.{76}/g, '$&\n')
const packed = (bytes: Buffer, head = 'Content-Type: application/ms-tnef; name="winmail.dat"') =>
  `${head}\nContent-Transfer-Encoding: base64\n\n${base64(bytes)}`
const mailWith = (...parts: string[]) => {
  const [type, content] = multipart('multipart/mixed', parts)
  return mailBytes({ ...ordinary, 'Content-Type': type }, content)
}
const hash = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')
const before = 'Content-Type: text/plain\n\nwritten beside it'
const pdf = 'Content-Type: application/pdf; name=a.pdf\n\nA'

describe('a winmail.dat', () => {
  test('gives its files in its place, each with a number of its own', async () => {
    const raw = mailWith(before, packed(winmail), pdf)
    const mail = await parse(raw)
    expect(mail.text).toBe('written beside it')
    expect(mail.defects).toEqual([])
    expect(mail.attachments).toMatchObject([
      { index: 0, name: 'logo.png', size: 8, sha256: hash(picture) },
      { index: 1, name: 'Plán für März.pdf', type: 'application/pdf', sha256: hash(plan) },
      { index: 2, name: 'a.pdf', type: 'application/pdf', size: 1 },
    ])
    expect(await parse(Readable.from([raw]))).toEqual(mail)
  })

  test('is extracted by the same numbers', async () => {
    const raw = mailWith(before, packed(winmail), pdf)
    const folder = await mkdtemp(path.join(tmpdir(), 'winmail-'))
    try {
      const files = await extractAttachments(raw, [1, 2], folder)
      expect([...files.keys()]).toEqual([1, 2])
      expect(await readFile(files.get(1)?.path ?? '')).toEqual(plan)
      expect(await readFile(files.get(2)?.path ?? '', 'utf8')).toBe('A')
    } finally {
      await rm(folder, { recursive: true })
    }
  })

  test.each([
    [
      'as the only part',
      mailBytes(
        {
          ...ordinary,
          'Content-Type': 'application/ms-tnef; name=winmail.dat',
          'Content-Transfer-Encoding': 'base64',
        },
        base64(winmail),
      ),
    ],
    ['beside a blank text', mailWith('Content-Type: text/plain\n\n \n', packed(winmail))],
    [
      'whose type a gateway has forgotten',
      mailWith(packed(winmail, 'Content-Type: application/octet-stream; name=winmail.dat')),
    ],
  ])('%s says what is written in it', async (_, raw) => {
    const mail = await parse(raw)
    expect(mail.text).toBe('Please see the plan.')
    expect(mail.attachments).toHaveLength(2)
  })

  test.each([
    ['cut off', winmail.subarray(0, winmail.length - 30)],
    ['with a length out of all reason', write.tnefBytes(Buffer.from(planFile).fill(0xff, 24, 28))],
    ['that is none', Buffer.from('hello')],
  ])('%s stays as it is', async (_, bytes) => {
    const mail = await parse(mailWith(before, packed(bytes), pdf))
    expect(mail.attachments.map(({ name }) => name)).toEqual(['winmail.dat', 'a.pdf'])
    expect(mail.attachments[0]).toMatchObject({ size: bytes.length, sha256: hash(bytes) })
    expect(mail.defects).toEqual([
      'An attachment of Outlook (winmail.dat) stays packed: it is damaged.',
    ])
  })

  test('with a message inside gives its text as a file, and its files', async () => {
    const inner = write.tnefBytes(
      write.message(write.text(0x37, 'Last week'), write.text(0x1000, 'It rang.')),
      write.plainFile('inner.txt', Buffer.from('in')),
    )
    const content = write.bytes(0x3701, Buffer.concat([write.messageInside, inner]), 0x0d)
    const outer = write.tnefBytes(write.message(body), write.file(write.number(0x3705, 5), content))
    const { attachments } = await parse(mailWith(before, packed(outer)))
    expect(attachments.map(({ name, size }) => [name, size])).toEqual([
      ['Last week.txt', 8],
      ['inner.txt', 2],
    ])
  })

  test('speaks HTML in its own code page', async () => {
    const html = Buffer.from('<p>\xcf\xf0\xe8\xe2\xe5\xf2</p>', 'latin1')
    const outer = write.tnefBytes(
      write.message(write.bytes(0x1013, html), write.number(0x3fde, 1251)),
    )
    expect(await parse(mailWith(packed(outer)))).toMatchObject({
      text: 'Привет',
      html: '<p>Привет</p>',
      attachments: [],
    })
  })

  test('speaks RTF where it has nothing else', async () => {
    const rtf = Buffer.from('{\\rtf1\\ansi\\ansicpg1252 It \\b rings\\b0  again.\\par Ana}')
    const plainRtf = Buffer.concat([
      write.uint32(rtf.length + 12),
      write.uint32(rtf.length),
      Buffer.from('MELA'),
      write.uint32(0),
      rtf,
    ])
    const outer = write.tnefBytes(write.message(write.bytes(0x1009, plainRtf)))
    expect((await parse(mailWith(packed(outer)))).text).toBe('It rings again.\nAna')
  })

  test('never harms, cut and bent at any place', () => {
    fc.assert(
      fc.property(
        fc.nat(winmail.length - 1),
        fc.nat(255),
        fc.nat(winmail.length),
        (at, byte, end) => {
          const bent = Buffer.from(winmail)
          bent[at] = byte
          const read = readTnef(bent.subarray(0, end))
          expect(read === null || read.files.length <= 2).toBe(true)
        },
      ),
      { numRuns: 2000 },
    )
  })
})

// The examples of MS-OXRTFCP section 4.
test.each([
  [
    '2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0',
    '{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n',
  ],
  ['1a0000001c0000004c5a4675e2d44b51410004205758595a0d6e7d010eb0', '{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}'],
])('compressed RTF %s', (hex, rtf) => {
  expect(decompressRtf(Buffer.from(hex, 'hex'))?.toString('latin1')).toBe(rtf)
})

test('compressed RTF that is none, or claims to be huge, costs nothing', () => {
  expect(decompressRtf(Buffer.from('short'))).toBeNull()
  expect(decompressRtf(Buffer.alloc(40))).toBeNull()
  const claim = Buffer.alloc(24, 0xff)
  claim.write('LZFu', 8)
  expect(decompressRtf(claim)?.length).toBeLessThan(200)
})

test.each([
  ['{\\rtf1\\ansi one\\par two}', 'text', 'one\ntwo'],
  ['{\\rtf1{\\fonttbl{\\f0 Arial;}}{\\*\\generator X;}{\\colortbl;\\red0;}text}', 'text', 'text'],
  ["{\\rtf1\\ansi\\ansicpg1251 \\'cf\\'f0\\'e8}", 'text', 'При'],
  ["{\\rtf1\\ansi\\ansicpg932 \\'93\\'fa\\'96\\'7b}", 'text', '日本'],
  ['{\\rtf1\\uc1 caf\\u233?, \\u-10179?\\u-8704?}', 'text', 'café, 😀'],
  ['{\\rtf1\\uc0 \\u8364 5}', 'text', '€5'],
  ['{\\rtf1 a\\{b\\}\\\\c\\~d', 'text', 'a{b}\\c\u00a0d'],
  ['{\\rtf1 }}}}still here', 'text', 'still here'],
  [
    '{\\rtf1\\ansi\\fromhtml1{\\*\\htmltag64 <p>}\\htmlrtf {\\htmlrtf0 Hi {\\*\\htmltag84 <b>}\\htmlrtf {\\b\\htmlrtf0 you\\htmlrtf }\\htmlrtf0{\\*\\htmltag92 </b>}\\htmlrtf\\par}\\htmlrtf0{\\*\\htmltag72 </p>}}',
    'html',
    '<p>Hi <b>you</b></p>',
  ],
])('RTF %s', (rtf, kind, text) => {
  expect(readRtf(Buffer.from(rtf))).toEqual({ kind, text })
})
