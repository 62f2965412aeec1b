import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { attachmentContents, extractAttachments } from '../../src/message/extract.ts'
import { parse } from '../../src/message/parse.ts'
import { mailBytes, multipart, ordinary } from './mail-bytes.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'extract-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const contents = [randomBytes(300_000), Buffer.from('small'), randomBytes(70_000)]
const base64 = (bytes: Buffer) => bytes.toString('base64').replace(/.{76}/g, '$&\n')
const [type, body] = multipart('multipart/mixed', [
  'Content-Type: text/plain\n\nsee below',
  ...contents.map(
    (bytes, i) =>
      `Content-Type: application/octet-stream; name=f${i}\nContent-Transfer-Encoding: base64\n\n${base64(bytes)}`,
  ),
])
const raw = mailBytes({ ...ordinary, 'Content-Type': type }, body)

test('finds the attachments again that parse has numbered, from bytes and from a stream', async () => {
  const { attachments } = await parse(raw)
  for (const source of [raw, Readable.from([raw.subarray(0, 1000), raw.subarray(1000)])]) {
    const files = await extractAttachments(source, [0, 2], folder)
    expect([...files.keys()]).toEqual([0, 2])
    for (const [index, file] of files) {
      const written = await readFile(file.path)
      expect(file.size).toBe(written.length)
      expect(written.equals(contents[index] ?? Buffer.alloc(0))).toBe(true)
      expect(createHash('sha256').update(written).digest('hex')).toBe(attachments[index]?.sha256)
    }
  }
})

test('gives all of a small mail in memory, by the same numbers', async () => {
  const found = await attachmentContents(raw)
  expect([...found.keys()]).toEqual([0, 1, 2])
  expect(contents.map((bytes, i) => found.get(i)?.equals(bytes))).toEqual([true, true, true])
})

test('an index that the mail does not have is missing in the answer', async () => {
  expect([...(await extractAttachments(raw, [7], folder)).keys()]).toEqual([])
})

test('a folder that is not there rejects', async () => {
  await expect(extractAttachments(raw, [0], path.join(folder, 'missing'))).rejects.toMatchObject({
    code: 'ENOENT',
  })
})

test('a mail that is given up half-way leaves no file open', async () => {
  const big = mailBytes({ ...ordinary, 'X-Flood': 'x'.repeat(8_000_000) }, 'text')
  const source = Readable.from(pieces(big))
  await parse(source)
  await new Promise((resolve) => setImmediate(resolve))
  expect(source.destroyed).toBe(true)
})

function* pieces(bytes: Buffer): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += 65_536) yield bytes.subarray(at, at + 65_536)
}

test('a source that breaks rejects with its own error', async () => {
  const source = Readable.from(
    (async function* () {
      yield raw.subarray(0, 2000)
      throw new Error('the disk is gone')
    })(),
  )
  await expect(parse(source)).rejects.toThrow('the disk is gone')
})
