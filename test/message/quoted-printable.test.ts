import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { quotedPrintableDecoder } from '../../src/message/quoted-printable.ts'
import { atBest } from './stopwatch.ts'

async function decode(chunks: Buffer[]): Promise<Buffer> {
  const decoder = quotedPrintableDecoder()
  for (const chunk of chunks) decoder.write(chunk)
  decoder.end()
  return Buffer.concat(await decoder.toArray())
}

test.each([
  ['caf=C3=A9', 'café'],
  ['caf=c3=a9', 'café'],
  ['one=\r\ntwo', 'onetwo'],
  ['one=\ntwo', 'onetwo'],
  ['one=  \t\r\ntwo', 'onetwo'],
  ['one\r\ntwo', 'one\r\ntwo'],
  ['a=b', 'a=b'],
  ['a==41', 'a=A'],
  ['a=4', 'a=4'],
  ['a=4z', 'a=4z'],
  ['a=', 'a'],
  ['a= b', 'a= b'],
  ['', ''],
])('%j is %j, in whatever chunks it comes', async (encoded, text) => {
  const bytes = Buffer.from(encoded)
  expect((await decode([bytes])).toString()).toBe(text)
  expect((await decode([...bytes].map((byte) => Buffer.from([byte])))).toString()).toBe(text)
})

const code = (byte: number) => `=${byte.toString(16).toUpperCase().padStart(2, '0')}`

test('gives back any bytes', async () => {
  const soft = fc.array(fc.boolean(), { maxLength: 200 })
  await fc.assert(
    fc.asyncProperty(
      fc.uint8Array({ maxLength: 200 }),
      soft,
      fc.nat(20),
      async (bytes, breaks, size) => {
        const encoded = [...bytes]
          .map(
            (byte, i) =>
              (breaks[i] ? '=\r\n' : '') +
              (byte > 32 && byte < 127 && byte !== 61 ? String.fromCharCode(byte) : code(byte)),
          )
          .join('')
        const chunks = encoded.match(new RegExp(`.{1,${size + 1}}`, 'gs')) ?? []
        expect(await decode(chunks.map((chunk) => Buffer.from(chunk)))).toEqual(Buffer.from(bytes))
      },
    ),
  )
})

test('10 MB of spaces and of equals signs take a moment', async () => {
  const chunks = [Buffer.from(`=${' '.repeat(10_000_000)}x`), Buffer.from('='.repeat(1_000_000))]
  expect(await atBest(1500, () => decode(chunks))).toBeLessThan(1500)
})
