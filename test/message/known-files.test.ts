import { createHash, randomBytes } from 'node:crypto'
import { expect, test } from '@jest/globals'
import { attachmentContents } from '../../src/message/extract.ts'
import { contentsByHash, type KnownFile } from '../../src/message/known-files.ts'
import { parse } from '../../src/message/parse.ts'
import { mailBytes, multipart, ordinary } from './mail-bytes.ts'

const base64 = (bytes: Buffer) => bytes.toString('base64').replace(/.{76}/g, '$&\n')
const file = (bytes: Buffer, fields = 'Content-Transfer-Encoding: base64') =>
  `Content-Type: image/png; name=a.png\n${fields}\n\n${base64(bytes)}`

function mailWith(...parts: string[]): Buffer {
  const [type, body] = multipart('multipart/mixed', [
    'Content-Type: text/plain\n\nsee below',
    ...parts,
  ])
  return mailBytes({ ...ordinary, 'Content-Type': type }, body)
}

async function knownOf(raw: Buffer): Promise<KnownFile[]> {
  const { attachments } = await parse(raw)
  return attachments.map(({ index, size, sha256 }) => ({ index, size, sha256 }))
}

const [one, other] = [randomBytes(30_000), randomBytes(30_000)] as const
const inside = `Content-Type: multipart/related; boundary=in\n\n--in\n${file(one)}\n--in\n${file(other)}\n--in--`

test.each([
  ['one', mailWith(file(one))],
  ['two of the same size', mailWith(file(one), file(other))],
  ['the same file twice', mailWith(file(one), file(one))],
  ['an empty one', mailWith(file(one), file(Buffer.alloc(0)))],
  ['parts in parts', mailWith(inside)],
  [
    'fields in capitals and more of them',
    mailWith(file(one, 'X-A: b\nCONTENT-TRANSFER-ENCODING:  BASE64 \nX-B: c')),
  ],
])('finds what parse has seen: %s', async (_name, raw) => {
  const found = contentsByHash(raw, await knownOf(raw))
  expect(found).not.toBeNull()
  expect(found).toEqual(await attachmentContents(raw))
})

test.each([
  [
    'quoted-printable',
    mailWith(
      'Content-Type: text/x-log; name=a.log\nContent-Transfer-Encoding: quoted-printable\n\na=3Db',
    ),
  ],
  ['no encoding', mailWith('Content-Type: application/json; name=a.json\n\n{}')],
  ['text after the padding', mailWith(`${file(randomBytes(301))}\n\nSent by a mailing list`)],
])('leaves the others to a reading of the whole mail: %s', async (_name, raw) => {
  expect(contentsByHash(raw, await knownOf(raw))).toBeNull()
})

test('a part that is not what was seen is none', async () => {
  const sha256 = createHash('sha256').update(other).digest('hex')
  expect(contentsByHash(mailWith(file(one)), [{ index: 0, size: one.length, sha256 }])).toBeNull()
})
